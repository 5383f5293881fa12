import type { Verdict } from "../modules/monitor-contract";
import type { Chain } from "./chains";
import { type ClockJudgement, judgeClock } from "./clock";
import { type Comparison, compareWithOthers } from "./comparison";
import { firstMemory, hasRevertedFinality, type Memory, remember } from "./memory";
import type { Block, ExecutionObservation, Observation } from "./observation";
import { type Obstacle, obstaclesOf } from "./obstacles";
import { judgeStandstill } from "./standstill";
import { count, duration, isoTime } from "./words";

/** A client may take this long to open its database before its silence is a fault. */
const START_SECONDS = 15 * 60;
/** What was never synced and does not move at all for so long stands still. */
const NO_PROGRESS_SECONDS = 30 * 60;

/** What a poll is taken for. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly ready: boolean;
  readonly clock: ClockJudgement;
  readonly comparison: Comparison;
}

/** A verdict before planned work is thought of. */
type Finding = Pick<Judgement, "verdict" | "reason">;

/** Judges one observation by what was before it; the same observations always give the same verdicts. */
export function judge(
  observation: Observation,
  former: Memory | undefined,
  chain: Chain,
): { readonly judgement: Judgement; readonly memory: Memory } {
  const before = former ?? firstMemory(observation);
  const memory = remember(before, observation, chain);
  const clock = judgeClock(observation, before, chain);
  const comparison = compareWithOthers(observation, chain);
  const held = hold(observation, memory);
  if (held !== null) {
    return conclude(observation, before, memory, held, before.isSynced, clock, comparison);
  }
  const unusable = findUnusable(observation, before, memory, chain, clock, comparison);
  const obstacles = obstaclesOf(
    observation,
    chain,
    { ...memory, highestFinalized: before.finalized?.height ?? null },
    comparison.behind,
  );
  const doubtfulPolls = obstacles.some(({ keeps }) => keeps === "goes-out-twice") ? before.doubtfulPolls + 1 : 0;
  const isSynced = unusable === null && isIn(before, obstacles, doubtfulPolls);
  const finding =
    unusable ??
    findContested(comparison) ??
    (isSynced ? synced(observation, comparison) : findUnsynced(observation, memory, chain, obstacles));
  return conclude(observation, before, { ...memory, doubtfulPolls }, finding, isSynced, clock, comparison);
}

function conclude(
  observation: Observation,
  before: Memory,
  memory: Memory,
  finding: Finding,
  isSynced: boolean,
  clock: ClockJudgement,
  comparison: Comparison,
): { readonly judgement: Judgement; readonly memory: Memory } {
  const { reason, verdict } = withPlannedWork(finding, observation);
  const { atSeconds, monotonicSeconds } = observation;
  return {
    judgement: { verdict, reason, ready: isSynced, clock, comparison },
    memory: {
      ...memory,
      isSynced,
      wasSynced: memory.wasSynced || isSynced,
      trustedDifferenceSeconds: isSynced ? atSeconds - monotonicSeconds : memory.trustedDifferenceSeconds,
      found: finding.verdict,
      verdict,
      sinceSeconds: verdict === before.verdict ? before.sinceSeconds : atSeconds,
    },
  };
}

/** A client that is busy for once is no dead one; one where nobody listens is. */
function hold({ execution }: Observation, memory: Memory): Finding | null {
  const { failure } = execution;
  if (failure === null || failure.kind === "refused" || !memory.hasAnswered || memory.failedPolls > 1) {
    return null;
  }
  return { verdict: memory.found, reason: `the execution client failed for the first time: ${failure.text}` };
}

/** What makes all else that the node says worthless. */
function findUnusable(
  observation: Observation,
  before: Memory,
  memory: Memory,
  chain: Chain,
  clock: ClockJudgement,
  comparison: Comparison,
): Finding | null {
  const { execution, monotonicSeconds } = observation;
  if (execution.failure !== null) {
    const isStarting = !memory.hasAnswered && monotonicSeconds - memory.startedSeconds < START_SECONDS;
    return {
      verdict: isStarting ? "starting" : "unreachable",
      reason: `the execution client: ${execution.failure.text}`,
    };
  }
  const mismatch = chainMismatch(observation, chain);
  if (mismatch !== null) {
    return { verdict: "wrong-chain", reason: mismatch };
  }
  if (hasRevertedFinality(before, observation)) {
    return {
      verdict: "forked",
      reason: `finalized block ${count(before.finalized?.height ?? 0)} was replaced by another`,
    };
  }
  if (clock.wrong !== null) {
    return { verdict: "clock-wrong", reason: clock.wrong };
  }
  return comparison.forked === null ? null : { verdict: "forked", reason: comparison.forked };
}

function chainMismatch({ consensus, execution }: Observation, chain: Chain): string | null {
  const told: readonly (readonly [string, unknown, unknown])[] = [
    ["the chain id", execution.chainId, chain.chainId],
    ["the genesis", execution.genesisHash, chain.genesisHash],
    ["the genesis time of the consensus client", consensus?.genesisSeconds ?? null, chain.beaconGenesisSeconds],
  ];
  const wrong = told.find(([, got, wanted]) => wanted !== undefined && got !== null && got !== wanted);
  return wrong === undefined ? null : `${wrong[0]} is ${wrong[1]}, and must be ${wrong[2]}`;
}

/** It alarms, and takes no node away: of two that disagree one is right. */
function findContested({ contested }: Comparison): Finding | null {
  return contested === null ? null : { verdict: "forked", reason: contested };
}

function isIn(before: Memory, obstacles: readonly Obstacle[], doubtfulPolls: number): boolean {
  if (before.isSynced) {
    return doubtfulPolls < 2 && !obstacles.some(({ keeps }) => keeps === "goes-out");
  }
  // Two polls, so that a client that has only just begun to look around is not believed.
  return obstacles.length === 0 && before.head !== null;
}

function synced({ atSeconds, execution }: Observation, { lagBlocks }: Comparison): Finding {
  const head = execution.head as Block;
  const block = `block ${count(head.height)} is ${duration(Math.max(0, atSeconds - head.timestamp))} old`;
  const others = lagBlocks === null ? "" : lagBlocks === 0 ? ", and nobody is ahead" : `, ${lagBlocks} behind the best`;
  return { verdict: "synced", reason: `${block}${others}` };
}

function findUnsynced(observation: Observation, memory: Memory, chain: Chain, obstacles: readonly Obstacle[]): Finding {
  const { atSeconds, execution, monotonicSeconds } = observation;
  const head = execution.head as Block;
  const why = obstacles[0]?.why ?? "it was asked only once yet";
  const standsStillSeconds = monotonicSeconds - memory.progressSeconds;
  const isOld = atSeconds - head.timestamp > chain.standsStillAtSeconds;
  const begun = findBeginning(execution, chain);
  if (begun !== null) {
    return begun;
  }
  if (memory.wasSynced) {
    // A chain that pauses is old for no fault; one that was left by all peers is.
    const mayStandStill = !chain.mayPause || (memory.hadPeers && execution.peers === 0);
    return isOld && mayStandStill ? standsStill(observation, chain) : { verdict: "lagging", reason: why };
  }
  if (!chain.isSolitary && execution.peers === 0 && (chain.mayPause || isOld)) {
    return { verdict: "finding-peers", reason: `it has no peers; ${why}` };
  }
  if (isOld && !chain.mayPause && standsStillSeconds > chain.standsStillAtSeconds) {
    const finding = standsStill(observation, chain);
    if (finding.verdict === "chain-stalled" || standsStillSeconds > NO_PROGRESS_SECONDS) {
      return finding;
    }
  }
  return { verdict: "catching-up", reason: `block ${count(head.height)}: ${why}` };
}

/** What comes before the first block is executed, and what Parity does behind the newest one. */
function findBeginning(
  { ancientBlocks, ancientBlocksPercent, head, peers, syncing }: ExecutionObservation,
  chain: Chain,
) {
  const height = head?.height ?? 0;
  if (syncing && syncing.chunks !== null && syncing.chunks > 0) {
    return found(
      "snapshot-sync",
      `${count(syncing.chunksDone ?? 0)} of ${count(syncing.chunks)} chunks of the snapshot are there`,
    );
  }
  if (ancientBlocks === "missing" && syncing === false && height > 0) {
    const share = ancientBlocksPercent === null ? "" : `: ${ancientBlocksPercent.toFixed(1)} %`;
    return found("verifying-ancient-blocks", `it fetches and verifies the blocks from before its snapshot${share}`);
  }
  if (height > 0 || chain.isSolitary) {
    return null;
  }
  if (syncing && syncing.currentBlock > 0) {
    const blocks = `block ${count(syncing.currentBlock)} of ${count(syncing.highestBlock)}`;
    return found("snapshot-sync", `it fetches a state to begin from: ${blocks}`);
  }
  if (peers === 0) {
    return found("finding-peers", "it has no peers, and no block but the genesis");
  }
  return syncing ? null : found("starting", "it has no block but the genesis, and has not begun to fetch any");
}

function standsStill(observation: Observation, chain: Chain): Finding {
  const { isOfChain, why } = judgeStandstill(observation, chain);
  const age = duration(observation.atSeconds - (observation.execution.head?.timestamp ?? 0));
  return found(isOfChain ? "chain-stalled" : "stalled", `no new block for ${age}: ${why}`);
}

function withPlannedWork(
  { reason, verdict }: Finding,
  { atSeconds, plannedWorkUntilSeconds: until }: Observation,
): Finding {
  return until === null || until <= atSeconds
    ? { reason, verdict }
    : found("planned-work", `until ${isoTime(until)}; without it the node would be ${verdict}: ${reason}`);
}

function found(verdict: Verdict, reason: string): Finding {
  return { verdict, reason };
}
