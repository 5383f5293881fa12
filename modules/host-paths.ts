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
