import type { Status } from "../modules/monitor-contract";
import type { Memory } from "./memory";
import type { Observation } from "./observation";
import type { Judgement } from "./verdict";
import { isoTime } from "./words";

/** What a poll is told as. */
export function statusOf(
  names: Pick<Status, "nodeName" | "chain">,
  observation: Observation,
  judgement: Judgement,
  memory: Memory,
  daysUntilFull: number | null,
): Status {
  const { atSeconds, consensus, disk, execution, plannedWorkUntilSeconds } = observation;
  const { clock, comparison } = judgement;
  const { finalized, head } = execution;
  const ageOf = (timestamp: number | undefined) => (timestamp === undefined ? null : rounded(atSeconds - timestamp));
  return {
    nodeName: names.nodeName,
    chain: names.chain,
    at: isoTime(atSeconds),
    verdict: judgement.verdict,
    since: isoTime(memory.sinceSeconds),
    ready: judgement.ready,
    reason: judgement.reason,
    problems: [...observation.problems, ...comparison.problems],
    client: execution.client,
    height: head?.height ?? null,
    headHash: head?.hash ?? null,
    blockAgeSeconds: ageOf(head?.timestamp),
    lagBlocks: comparison.lagBlocks,
    lagTo: comparison.lagTo,
    referenceDifferenceBlocks: comparison.referenceDifferenceBlocks,
    peers: execution.peers,
    safeHeight: execution.safeHeight,
    finalizedHeight: finalized?.height ?? null,
    // The genesis was never young.
    finalityAgeSeconds: finalized === null || finalized.height === 0 ? null : ageOf(finalized.timestamp),
    ancientBlocksPercent: roundedOrNull(execution.ancientBlocksPercent),
    clockOffsetSeconds: roundedOrNull(clock.offsetSeconds),
    consensus: consensus && {
      client: consensus.client,
      syncing: consensus.syncing,
      optimistic: consensus.optimistic,
      executionOffline: consensus.executionOffline,
      distanceSlots: consensus.distanceSlots,
    },
    disk: disk && {
      totalBytes: disk.totalBytes,
      usedBytes: disk.usedBytes,
      usedPercent: rounded(disk.usedPercent),
      inodesUsedPercent: rounded(disk.inodesUsedPercent),
      daysUntilFull: roundedOrNull(daysUntilFull),
    },
    plannedWorkUntil: plannedWorkUntilSeconds === null ? null : isoTime(plannedWorkUntilSeconds),
    blocks: execution.blocks,
  };
}

function roundedOrNull(number: number | null): number | null {
  return number === null ? null : rounded(number);
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
