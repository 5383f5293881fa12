import type { Architecture } from "./client-profile";
import type { ConsensusProfile } from "./consensus-profile";
import type { ExecutionProfile, NodeType } from "./execution-profile";

/** Which clients a node runs, and how. */
export interface ClientChoice {
  readonly execution: ExecutionProfile;
  /** Upstream tag of its image. @default the one that the profile was checked against */
  readonly executionVersion?: string;
  /** The client beside it, or the one inside it. @default none, for chains that need none */
  readonly consensus?: ConsensusProfile | "built-in";
  /** Upstream tag of its image. @default the one that the profile was checked against */
  readonly consensusVersion?: string;
  /** One of the execution client's chains. */
  readonly chain: string;
  readonly nodeType: NodeType;
  readonly architecture: Architecture;
  /** APIs offered over HTTP and websocket. */
  readonly rpcApis: readonly string[];
  /** Those of rpcApis that are offered in spite of their danger. */
  readonly dangerousRpcApis: readonly string[];
  /** Host names and IPv4 addresses, beside the node's own names, under which the RPC is called. */
  readonly rpcHosts: readonly string[];
  /** Origins of web pages that may call the RPC from a browser. */
  readonly rpcCorsOrigins: readonly string[];
  /** https URLs of beacon APIs from one of which the consensus client begins. */
  readonly checkpointUrls: readonly string[];
  /** The user's chain specification, a JSON file; for chain `private` only. */
  readonly chainSpecFile?: string;
  /** enode URLs; for chain `private` only. */
  readonly bootnodes: readonly string[];
  /** enode URLs of peers that always have a place; for chain `private` only. */
  readonly reservedPeers: readonly string[];
  /** `new` makes a validator's key; its address has the node seal with it. For chain `private` only. @default it only follows */
  readonly validator?: string;
  /** What the user adds to the execution client's command line. */
  readonly extraArguments: readonly string[];
  /** What the user adds to that of a consensus client in a container of its own. */
  readonly consensusExtraArguments: readonly string[];
}

/** Chains that no consensus client follows. */
export const CHAINS_WITHOUT_CONSENSUS: readonly string[] = ["dev", "private"];
