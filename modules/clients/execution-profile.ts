import type { Architecture, ClientPaths, ClientProfile, EngineApi, PeerPort, PeerPortOf } from "./client-profile";

/** Which part of the history a node keeps. */
export type NodeType = "full" | "history-expired" | "archive";

/** How much machine a chain needs, in one node type, without a consensus client. */
export interface ExecutionSizing {
  /** Smallest chain volume that holds the chain, in GiB. */
  readonly minimumVolumeSizeGiB: number;
  /** Default size of the chain volume, in GiB. */
  readonly volumeSizeGiB: number;
  /** Default IOPS of the gp3 volume. */
  readonly volumeIops: number;
  /** Default throughput of the gp3 volume, in MiB/s. */
  readonly volumeThroughputMiBps: number;
  /** Default EC2 instance type, which runs a consensus client too. */
  readonly instanceType: Readonly<Partial<Record<Architecture, string>>>;
  /** Free space below which the entrypoint refuses to start the client, in MiB. @default that of a public chain */
  readonly minimumFreeMiB?: number;
  /** Memory that a host must have free for ECS to start the client there, which may then use more. In MiB. */
  readonly memoryReservationMiB: number;
}

/** What a node asks of its execution client. Strings that only the host knows are placeholders, see placeholders.ts. */
export interface ExecutionOptions {
  readonly nodeType: NodeType;
  /** APIs offered over HTTP and websocket. */
  readonly rpcApis: readonly string[];
  readonly rpcPort: number;
  readonly wsPort: number;
  readonly peerPort: PeerPortOf;
  /** IPv4 address that peers shall use. */
  readonly p2pAddress: string;
  /** The names under which the RPC is called, with commas between them; with a port, each is followed by it. */
  readonly rpcHosts: (port?: number) => string;
  /** Origins of web pages that may call the RPC from a browser, with commas between them; undefined for none. */
  readonly corsOrigins: string | undefined;
  /** Whether the engine API is served, for a consensus client in another container. */
  readonly servesEngineApi: boolean;
  readonly engineApi: EngineApi;
  /** enode URLs of a private chain. */
  readonly bootnodes: readonly string[];
  /** enode URLs of peers that always have a place. */
  readonly reservedPeers: readonly string[];
  /** Beacon API from which a built-in consensus client begins; an argument with it is left out where there is none. */
  readonly checkpointUrl: string;
}

/** A consensus client that is part of an execution client. */
export interface BuiltInConsensus {
  readonly peerPorts: readonly PeerPort[];
  /** Beacon API; no port of the host. */
  readonly restPort: number;
  readonly memoryReservationMiB: number;
}

/** Where a validator's client finds what it signs with. */
export interface ValidatorFiles {
  /** Directory of its keys. */
  readonly keys: string;
  /** The password of its key. */
  readonly password: string;
}

/** How an execution client seals the blocks of a private chain. */
export interface ValidatorProfile {
  /** All that belongs to its key, below its data directory. */
  readonly directory: string;
  /** Arguments of a run that makes a key and ends with its address, 0x and 40 hex digits, in the last line. */
  readonly newKeyCommand: (chainSpecFile: string, files: ValidatorFiles) => string[];
  readonly sealingFlags: (address: string, files: ValidatorFiles) => string[];
  /** Why nobody can seal this chain, or nobody with this address, after "must". */
  readonly chainSpecRule: (spec: unknown, address: string | undefined) => string | undefined;
  /** How long one validator's turn is, at most. */
  readonly stepSeconds: (spec: unknown) => number;
}

/** An execution client as data. */
export interface ExecutionProfile extends ClientProfile {
  /** Where its database is, below its data directory; without any of them it begins at block 0. The usual one first. */
  readonly databases: readonly string[];
  /** By node type: other node types on whose database it goes on, or which it refuses itself. @default none */
  readonly nodeTypeMayFollow?: Readonly<Partial<Record<NodeType, readonly NodeType[]>>>;
  /** Where it has the key from which its enode URL follows, as 64 hex digits, below its data directory. @default no such file */
  readonly nodeKeyFile?: string;
  /** JSON-RPC over HTTP. */
  readonly rpcPort: number;
  /** JSON-RPC over websocket. */
  readonly wsPort: number;
  /** Whether a consensus client can drive it. */
  readonly hasEngineApi: boolean;
  /** APIs that it can offer over HTTP and websocket. */
  readonly apis: readonly string[];
  /** APIs that it has and that nobody may choose, each with the reason. @default none */
  readonly refusedApis?: Readonly<Record<string, string>>;
  /** What a user must know before offering an API. @default nothing */
  readonly apiWarnings?: Readonly<Record<string, string>>;
  /** What its own documentation recommends for a node that answers queries of today. */
  readonly defaultNodeType: NodeType;
  /** The chains that it runs, and what each needs in each node type. */
  readonly chains: Readonly<Record<string, Readonly<Partial<Record<NodeType, ExecutionSizing>>>>>;
  /** Chains that it knows by name and that nobody may choose, each with the reason. @default none */
  readonly refusedChains?: Readonly<Record<string, string>>;
  /** Why it would not start with what the user's chain specification holds, after "must". @default nobody looks */
  readonly chainSpecRule?: (spec: unknown) => string | undefined;
  /** @default it only follows private chains here */
  readonly validator?: ValidatorProfile;
  /** Whether it can keep places for certain peers. @default false */
  readonly takesReservedPeers?: boolean;
  /** @default it needs a consensus client beside it */
  readonly builtInConsensus?: BuiltInConsensus;
  /** What a user must know before choosing it for a chain. */
  readonly warnings?: Readonly<Record<string, string>>;
  /** How long a first sync of mainnet takes on the default machine, with its source. */
  readonly firstSync: string;
  /** Its command line. */
  readonly command: (chain: string, paths: ClientPaths, options: ExecutionOptions) => string[];
}
