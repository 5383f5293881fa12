import type { FailureKind } from "./http-json";

/** A block by number and hash. */
export interface BlockId {
  readonly height: number;
  readonly hash: string;
}

export interface Block extends BlockId {
  /** In seconds since 1970. */
  readonly timestamp: number;
}

/** Why a client could not be asked. */
export interface Failure {
  readonly kind: FailureKind;
  readonly text: string;
}

/** What `eth_syncing` says while it says anything but false. */
export interface SyncProgress {
  readonly currentBlock: number;
  readonly highestBlock: number;
  /** Of Parity's snapshot, while it fetches one. */
  readonly chunks: number | null;
  readonly chunksDone: number | null;
  /** Another one than before is progress, where no height moves. */
  readonly fingerprint: string;
}

/** The execution client. What is not known is null. */
export interface ExecutionObservation {
  readonly failure: Failure | null;
  readonly client: string | null;
  readonly chainId: number | null;
  readonly genesisHash: string | null;
  readonly head: Block | null;
  readonly safeHeight: number | null;
  readonly finalized: Block | null;
  /** The hash that now stands where the newest finalized block stood that was ever seen. */
  readonly hashAtFinalized: string | null;
  readonly syncing: SyncProgress | false | null;
  readonly peers: number | null;
  /** Parity alone: whether it has the blocks from before its snapshot. */
  readonly ancientBlocks: "there" | "missing" | null;
  readonly ancientBlocksPercent: number | null;
  /** Of its canonical chain, the newest first, all some blocks deep. */
  readonly blocks: readonly BlockId[];
}

/** The consensus client. What is not known is null. */
export interface ConsensusObservation {
  readonly failure: Failure | null;
  readonly client: string | null;
  readonly genesisSeconds: number | null;
  readonly headSlot: number | null;
  readonly distanceSlots: number | null;
  readonly syncing: boolean | null;
  readonly optimistic: boolean | null;
  readonly executionOffline: boolean | null;
  readonly peers: number | null;
}

/** Somebody who tells of the same chain: another node of the fleet, or the reference. */
export interface Witness {
  readonly name: string;
  readonly isReference: boolean;
  readonly height: number;
  readonly blockAgeSeconds: number | null;
  readonly blocks: readonly BlockId[];
  /** The clock of this host less that one's. */
  readonly clockOffsetSeconds: number | null;
}

/** The chain disk. */
export interface DiskObservation {
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly usedPercent: number;
  readonly inodesUsedPercent: number;
}

/** All that one poll saw. */
export interface Observation {
  /** The host's clock, in seconds since 1970. */
  readonly atSeconds: number;
  /** A clock that nobody sets. */
  readonly monotonicSeconds: number;
  readonly execution: ExecutionObservation;
  /** null where there is no consensus client. */
  readonly consensus: ConsensusObservation | null;
  readonly witnesses: readonly Witness[];
  readonly disk: DiskObservation | null;
  /** In seconds since 1970. */
  readonly plannedWorkUntilSeconds: number | null;
  /** What did not answer, was slow, or answered garbage: a sentence each. */
  readonly problems: readonly string[];
}
