import type { Verdict } from "../modules/monitor-contract";
import type { Chain } from "./chains";
import type { ClockMemory } from "./clock";
import type { Block, BlockId, Observation } from "./observation";
import type { ObstacleMemory } from "./obstacles";

/** What the polls before have left: all that a verdict needs beside the newest observation. */
export interface Memory extends ClockMemory, Omit<ObstacleMemory, "highestFinalized"> {
  /** Of the clock that nobody sets. */
  readonly startedSeconds: number;
  readonly hasAnswered: boolean;
  /** Polls in a row without an answer of the execution client. */
  readonly failedPolls: number;
  readonly head: Block | null;
  readonly finalized: BlockId | null;
  /** When something last moved, by the clock that nobody sets. */
  readonly progressSeconds: number;
  readonly progress: string;
  /** Polls in a row that saw an obstacle for which two are needed. */
  readonly doubtfulPolls: number;
  readonly isSynced: boolean;
  /** At some time, on this disk. */
  readonly wasSynced: boolean;
  /** What the node was taken for, whether or not work was planned. */
  readonly found: Verdict;
  readonly verdict: Verdict;
  readonly sinceSeconds: number;
}

export function firstMemory({ atSeconds, monotonicSeconds }: Observation): Memory {
  return {
    trustedDifferenceSeconds: null,
    newBlocks: 0,
    hadPeers: false,
    startedSeconds: monotonicSeconds,
    hasAnswered: false,
    failedPolls: 0,
    head: null,
    finalized: null,
    progressSeconds: monotonicSeconds,
    progress: "",
    doubtfulPolls: 0,
    isSynced: false,
    wasSynced: false,
    found: "starting",
    verdict: "starting",
    sinceSeconds: atSeconds,
  };
}

/** With what the observation alone tells; the verdict is added by who makes it. */
export function remember(memory: Memory, observation: Observation, chain: Chain): Memory {
  const { execution, monotonicSeconds } = observation;
  const { head } = execution;
  if (execution.failure !== null || head === null) {
    return { ...memory, failedPolls: memory.failedPolls + 1 };
  }
  const progress = `${head.hash} ${execution.syncing ? execution.syncing.fingerprint : ""}`;
  return {
    ...memory,
    hasAnswered: true,
    failedPolls: 0,
    head,
    hadPeers: memory.hadPeers || (execution.peers ?? 0) > 0,
    newBlocks: newBlocks(memory, observation, head, chain),
    finalized: newestFinalized(memory, observation, head),
    progress,
    progressSeconds: progress === memory.progress ? memory.progressSeconds : monotonicSeconds,
    // A chain that begins anew was never synced.
    wasSynced: memory.wasSynced && head.height > 0,
  };
}

/** Another block stands where a finalized one stood. It is not forgotten: the node's data cannot be trusted any more. */
export function hasRevertedFinality({ finalized }: Memory, { execution }: Observation): boolean {
  return finalized !== null && execution.hashAtFinalized !== null && execution.hashAtFinalized !== finalized.hash;
}

function newBlocks(memory: Memory, { atSeconds }: Observation, head: Block, chain: Chain): number {
  const former = memory.head;
  if (former === null || head.height < former.height || memory.failedPolls > 0) {
    return 0;
  }
  const isYoung = atSeconds - head.timestamp <= chain.comesInAtSeconds;
  // What leaps from an old block to a young one has only just arrived, and is none in a row.
  const isNext = head.timestamp - former.timestamp <= chain.comesInAtSeconds;
  return chain.mayPause || (isYoung && isNext) ? memory.newBlocks + head.height - former.height : 0;
}

function newestFinalized(memory: Memory, observation: Observation, head: Block): BlockId | null {
  const { finalized } = observation.execution;
  const isNewer = finalized !== null && finalized.height > (memory.finalized?.height ?? -1);
  // One above the newest block is nonsense, and no promise that could be broken.
  return isNewer && finalized.height <= head.height && !hasRevertedFinality(memory, observation)
    ? finalized
    : memory.finalized;
}
