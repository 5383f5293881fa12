/** Where the host mounts the chain disk, and where the containers see their part of it. */
export const MOUNT_POINT = "/data";
/** Directory in which the host writes, at every boot, what its clients must know of it. */
export const CLIENT_FACTS_DIRECTORY = "/run/ethereum-node";
/** The IPv4 address that peers shall use. */
export const P2P_ADDRESS_FILE = `${CLIENT_FACTS_DIRECTORY}/p2p-address`;
/** The host names under which JSON-RPC and websocket are called, one a line. */
export const RPC_HOSTS_FILE = `${CLIENT_FACTS_DIRECTORY}/rpc-hosts`;
/** The checkpoint URLs that answered, one a line. */
export const CHECKPOINT_URLS_FILE = `${CLIENT_FACTS_DIRECTORY}/checkpoint-urls`;
/** Whom the clients run as, by name: an image without this user starts nothing, where a number would start as a stranger. */
export const CLIENT_USER = "ethereum";

/** Key of the tag of all that belongs to one node and to no other: rights are limited by it. */
export const NODE_TAG = "EthereumNode";

/** That tag. */
export interface NodeTag {
  readonly key: typeof NODE_TAG;
  readonly value: string;
}

/**
 * @param name the prefix of every name in AWS
 * @param nodeName the name of the node in its fleet
 */
export function nodeTag(name: string, nodeName: string): NodeTag {
  return { key: NODE_TAG, value: `${name}-${nodeName}` };
}
