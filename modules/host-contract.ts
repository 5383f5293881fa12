/** Where the host mounts the chain disk, and where the containers see their part of it. */
export const MOUNT_POINT = "/data";
/** On the chain disk: the secret that execution and consensus client share. */
export const JWT_SECRET_FILE = "engine-api/jwt-secret";
/** Directory of that secret, on the host and in both containers. */
export const ENGINE_API_DIRECTORY = `${MOUNT_POINT}/${JWT_SECRET_FILE.split("/")[0]}`;
/** On the chain disk: a directory that stays empty, by which the monitor asks how full the disk is. */
export const MONITOR_DIRECTORY = "monitor";
/** Directory of the client facts: what the host writes, at every boot, for its clients to know of it. */
export const CLIENT_FACTS_DIRECTORY = "/run/ethereum-node";
/** The IPv4 address that peers shall use. */
export const P2P_ADDRESS_FILE = `${CLIENT_FACTS_DIRECTORY}/p2p-address`;
/** The host names under which JSON-RPC and websocket are called, one a line. */
export const RPC_HOSTS_FILE = `${CLIENT_FACTS_DIRECTORY}/rpc-hosts`;
/** The checkpoint URLs that answered, one a line. */
export const CHECKPOINT_URLS_FILE = `${CLIENT_FACTS_DIRECTORY}/checkpoint-urls`;
/** Whom the clients run as, by name: an image without this user starts nothing, where a number would start as a stranger. */
export const CLIENT_USER = "ethereum";

/** Root device of a host, whose size and key the launch template sets. */
export const ROOT_VOLUME = { device: "/dev/xvda", sizeGiB: 30 } as const;

/** Key of the tag of all that belongs to one node and to no other: rights are limited by it. */
export const NODE_TAG = "EthereumNode";
/** Tag that the host sets once the disk holds a file system: from then on it is never formatted. */
export const INITIALISED_TAG = "ChainDiskInitialised";

/** The tag of one node. */
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

/** What the host is told by its user data: a line KEY='value' for each key of NODE_ENV, and no other. */
export const NODE_ENV_FILE = "/etc/ethereum-node/node.env";
/** What check-settings.sh holds each of those lines to. */
export const NODE_ENV_RULES_FILE = `${NODE_ENV_FILE}.rules`;

/** What a value of node.env must be. */
interface NodeEnvRule {
  /** In words, after "must be". */
  readonly rule: string;
  /** The whole value, as a regular expression that bash and JavaScript read alike. */
  readonly pattern: string;
  readonly mayBeEmpty: boolean;
}

const is = (rule: string, pattern: string): NodeEnvRule => ({ rule, pattern, mayBeEmpty: false });
const isNothingOr = (rule: string, pattern: string): NodeEnvRule => ({
  rule: `${rule}, or nothing`,
  pattern,
  mayBeEmpty: true,
});
const oneOrMore = (pattern: string) => `${pattern}( ${pattern})*`;

const WORD = "[a-z0-9-]+";
const AWS_NAME = "[A-Za-z0-9_-]+";
const TAG_KEY = "[A-Za-z]+";
const SHA256 = "[0-9a-f]{64}";
const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const HOST_NAME = `(${LABEL}[.])+[a-z]([a-z0-9-]{0,61}[a-z0-9])?`;
const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const IPV4 = `${OCTET}([.]${OCTET}){3}`;
const PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
const NUMBER_OF_USER = "[1-9][0-9]{0,8}";
// No name in a path begins with a dot: none leads upwards.
const FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";
const DISK_PATH = `${FILE_NAME}(/${FILE_NAME})*`;
const CLIENT_FACTS_FILE = `/run(/${FILE_NAME})+`;
/** A URL without user, query, fragment or slash at the end; its host and its path are the groups 1 and 3. */
export const CHECKPOINT_URL = "https://([a-z0-9.-]+)(:[0-9]{1,5})?((/[A-Za-z0-9._~-]+)*)";

/** Every line of node.env, with what the host holds it to: all that stack and host agree on goes through it. */
export const NODE_ENV = {
  /** SSM parameters that hold the boot files, in their order. */
  BOOT_FILES: is("names of SSM parameters", oneOrMore("/[A-Za-z0-9_./-]+")),
  /** Sum of what those parameters hold together. */
  BOOT_FILES_SHA256: is("a SHA-256 sum", SHA256),
  /** Of all that the host calls. */
  REGION: is("an AWS region", "[a-z]{2,4}(-[a-z]+)+-[0-9]+"),
  /** Label of the node in DNS, and the beginning of its log streams. */
  NODE_NAME: is("a DNS label", LABEL),
  /** The chain disk. */
  VOLUME_ID: is("a volume id such as vol-0abc", "vol-[0-9a-f]+"),
  /** Snapshot that this very volume was made from; empty where it began blank. */
  SEED_SNAPSHOT_ID: isNothingOr("a snapshot id such as snap-0abc", "snap-[0-9a-f]+"),
  /** Zone of the names below. */
  HOSTED_ZONE_ID: is("the id of a Route53 zone", "Z[A-Z0-9]+"),
  /** The node's own name. */
  DNS_RECORD_NAME: is("a host name in lower case", HOST_NAME),
  /** The name of all nodes. */
  SHARED_RECORD_NAME: is("a host name in lower case", HOST_NAME),
  /** The node's share of the name of all nodes. */
  MEMBER_RECORD_NAME: is("a host name in lower case", HOST_NAME),
  /** How long a resolver remembers one of these names. */
  RECORD_TTL_SECONDS: is("a number of seconds", "[1-9][0-9]{0,4}"),
  /** Elastic IP that the host takes; empty where the node has none. */
  ELASTIC_IP_ALLOCATION_ID: isNothingOr("the id of an Elastic IP such as eipalloc-0abc", "eipalloc-[0-9a-f]+"),
  /** Its address. */
  ELASTIC_IP: isNothingOr("an IPv4 address", IPV4),
  /** ECS cluster that the host joins. */
  CLUSTER_NAME: is("a name in AWS", AWS_NAME),
  /** Value of the node's tag. */
  NODE_TAG: is("a name in AWS", WORD),
  /** Key of the node's tag. */
  NODE_TAG_KEY: is("the key of a tag", TAG_KEY),
  /** Key of the volume's tag that says: do not format. */
  INITIALISED_TAG: is("the key of a tag", TAG_KEY),
  /** CloudWatch log group of the host. */
  LOG_GROUP_NAME: is("the name of a log group", "[A-Za-z0-9_./#-]+"),
  /** Where the chain disk is mounted. */
  MOUNT_POINT: is("an absolute path below /", `(/${FILE_NAME})+`),
  /** The node's clients, the execution client first: their directories on the disk. */
  CLIENTS: is("the name of a client, or of two", `${WORD}( ${WORD})?`),
  /** The other execution clients: a chain of theirs refuses the disk. */
  FOREIGN_CLIENTS: is("names of clients", oneOrMore(WORD)),
  /** Whom the clients run as, by number: owner of their files. */
  CLIENT_OWNER: is("the numbers of a user and a group, not root's", `${NUMBER_OF_USER}:${NUMBER_OF_USER}`),
  /** The chain that the disk must hold. */
  CHAIN: is("the name of a chain", WORD),
  /** What makes a private chain this one; empty for a chain that is known by its name. */
  CHAIN_GENESIS_SHA256: isNothingOr("a SHA-256 sum", SHA256),
  /** Which part of the history the node keeps. */
  NODE_TYPE: is("a node type", "[a-z-]+"),
  /** Other node types on whose data this one goes on. */
  NODE_TYPE_MAY_FOLLOW: isNothingOr("node types", oneOrMore("[a-z-]+")),
  /** Where the execution client has its database, below its directory. */
  EXECUTION_DATABASES: is("paths below the directory of the execution client", oneOrMore(DISK_PATH)),
  /** What names a node to its peers: removed from a disk that another volume wrote. */
  NETWORK_IDENTITY_FILES: is("paths on the chain disk", oneOrMore(DISK_PATH)),
  /** Key from which the node's enode URL follows; empty where the client has none in a file. */
  NODE_KEY_FILE: isNothingOr("a path on the chain disk", DISK_PATH),
  /** Where a validator has its key, on the chain disk; empty where the client makes none. */
  VALIDATOR_DIRECTORY: isNothingOr("a path in a directory of the chain disk", `${FILE_NAME}/${FILE_NAME}`),
  /** Port of that URL. */
  P2P_PORT: is("a port", PORT),
  /** Whether the clients share a secret. */
  USES_ENGINE_API: is("true or false", "true|false"),
  /** That secret, on the chain disk. */
  JWT_SECRET_FILE: is("a path in a directory of the chain disk", `${FILE_NAME}/${FILE_NAME}`),
  /** The monitor's directory on the chain disk. */
  MONITOR_DIRECTORY: is("the name of a directory of the chain disk", FILE_NAME),
  /** Beacon APIs to ask for a checkpoint; empty where no client wants one. */
  CHECKPOINT_URLS: isNothingOr("https URLs of beacon APIs", oneOrMore(CHECKPOINT_URL)),
  /** Where the host writes the address for peers. */
  P2P_ADDRESS_FILE: is("a path below /run", CLIENT_FACTS_FILE),
  /** Where the host writes the names of the RPC. */
  RPC_HOSTS_FILE: is("a path below /run", CLIENT_FACTS_FILE),
  /** Where the host writes the name of the node. */
  NODE_NAME_FILE: is("a path below /run", CLIENT_FACTS_FILE),
  /** Where the host writes the checkpoint URLs that answered. */
  CHECKPOINT_URLS_FILE: is("a path below /run", CLIENT_FACTS_FILE),
  /** Time that the clients have to close their databases. */
  STOP_TIMEOUT_SECONDS: is("a number of seconds", "[1-9][0-9]{0,4}"),
  /** What a stop may take beside three times that, until the host gives up: for Docker, ECS and AWS. */
  STOP_MARGIN_SECONDS: is("a number of seconds", "[1-9][0-9]{0,4}"),
  /** Auto Scaling group of the host. */
  GROUP_NAME: is("a name in AWS", AWS_NAME),
  /** Its hook, at which it waits for the host. */
  LIFECYCLE_HOOK_NAME: is("a name in AWS", AWS_NAME),
} as const satisfies Readonly<Record<string, NodeEnvRule>>;

/** The values of node.env. */
export type NodeEnv = Readonly<Record<keyof typeof NODE_ENV, string>>;

/** The content of node.env. */
export function nodeEnvText(values: NodeEnv): string {
  const keys = Object.keys(NODE_ENV) as (keyof NodeEnv)[];
  return keys.map((key) => `${key}='${values[key]}'\n`).join("");
}

/** The content of NODE_ENV_RULES_FILE: key, whether it may be empty, the rule in words and its pattern, with tabs between them. */
export const NODE_ENV_RULES = Object.entries(NODE_ENV)
  .map(([key, { mayBeEmpty, pattern, rule }]) =>
    [key, mayBeEmpty ? "optional" : "required", rule, `${pattern}\n`].join("\t"),
  )
  .join("");
