import type { ClientPaths, ClientProfile, PeerPortOf } from "./client-profile";

/** How much a chain adds to what its execution client needs. */
export interface ConsensusSizing {
  /** Memory that a host must have free for ECS to start the client there, which may then use more. In MiB. */
  readonly memoryReservationMiB: number;
}

/** What a node asks of its consensus client. Strings that only the host knows are placeholders, see placeholders.ts. */
export interface ConsensusOptions {
  /** IPv4 address that peers shall use. */
  readonly p2pAddress: string;
  readonly peerPort: PeerPortOf;
  readonly restPort: number;
  /** URL of the execution client's engine API. */
  readonly engineApiUrl: string;
  /** Beacon API from which to begin; an argument with it is left out where there is none. */
  readonly checkpointUrl: string;
}

/** A consensus client as data. */
export interface ConsensusProfile extends ClientProfile {
  /** Beacon API; no port of the host, so that only the node's other containers reach it. */
  readonly restPort: number;
  /** The chains that it runs, and what each needs. */
  readonly chains: Readonly<Record<string, ConsensusSizing>>;
  /** Its command line. */
  readonly command: (chain: string, paths: ClientPaths, options: ConsensusOptions) => string[];
  /** Command line of a run before the first start, where the client begins from a checkpoint in one of its own. @default none */
  readonly checkpointSyncCommand?: (chain: string, paths: ClientPaths, options: ConsensusOptions) => string[];
}
