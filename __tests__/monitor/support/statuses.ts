import type { History, HistoryPoint, Status, Verdict } from "../../../modules/monitor-contract";

const AT = "2026-11-27T14:03:12Z";
const GIB = 2 ** 30;

/** What a synced pair on mainnet says, but for what is given. */
export function statusOf(given: Partial<Status> = {}): Status {
  return {
    nodeName: "node-0",
    chain: "mainnet",
    at: AT,
    verdict: "synced",
    since: "2026-11-27T09:41:00Z",
    ready: true,
    reason: "The newest block is 7 s old, and nobody is ahead.",
    problems: [],
    client: "Geth/v1.17.4-stable/linux-arm64/go1.26.1",
    height: 24_310_882,
    headHash: hashOf(24_310_882),
    blockAgeSeconds: 7,
    lagBlocks: 0,
    lagTo: null,
    referenceDifferenceBlocks: 0,
    peers: 48,
    safeHeight: 24_310_848,
    finalizedHeight: 24_310_816,
    finalityAgeSeconds: 792,
    ancientBlocksPercent: null,
    clockOffsetSeconds: 0.004,
    consensus: {
      client: "Lighthouse/v8.2.1",
      syncing: false,
      optimistic: false,
      executionOffline: false,
      distanceSlots: 0,
    },
    disk: {
      totalBytes: 1600 * GIB,
      usedBytes: 1127 * GIB,
      usedPercent: 70.4,
      inodesUsedPercent: 0.2,
      daysUntilFull: 214,
    },
    plannedWorkUntil: null,
    blocks: [0, 1, 2, 3].map((back) => ({ height: 24_310_882 - back * 32, hash: hashOf(24_310_882 - back * 32) })),
    ...given,
  };
}

/** A status of which nothing is known but that the monitor lives. */
export function unknownStatus(): Status {
  const given = statusOf();
  const nothing = Object.fromEntries(Object.entries(given).map(([key]) => [key, null]));
  const { nodeName, chain, at, since } = given;
  const rest = { nodeName, chain, at, since, ready: false, problems: [], blocks: [] };
  return { ...nothing, ...rest, verdict: "unreachable", reason: "The client does not answer." } as unknown as Status;
}

/** Six hours up to a status, through the verdicts given, of equal length. */
export function historyOf(status: Status, verdicts: readonly Verdict[] = [status.verdict]): History {
  const count = 360;
  const end = Date.parse(status.at);
  const points = Array.from({ length: count }, (_, index): HistoryPoint => {
    const toEnd = count - 1 - index;
    const verdict = verdicts[Math.floor((index / count) * verdicts.length)] as Verdict;
    const share = verdict === "synced" ? 0 : (index % (count / verdicts.length)) / (count / verdicts.length);
    const lag = Math.round(share * (status.lagBlocks ?? 0));
    const noise = Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
    return {
      at: `${new Date(end - toEnd * 60_000).toISOString().slice(0, 19)}Z`,
      verdict,
      height: status.height === null ? null : status.height + (status.lagBlocks ?? 0) - toEnd * 5 - lag,
      blockAgeSeconds: status.blockAgeSeconds === null ? null : Math.round(noise * 14 + share * status.blockAgeSeconds),
      lagBlocks: status.lagBlocks === null ? null : lag,
      peers: status.peers === null ? null : Math.round(status.peers - noise * 4 - Math.sin(index / 40) * 3),
      diskUsedPercent: status.disk === null ? null : status.disk.usedPercent - toEnd * 0.0004,
    };
  });
  return { intervalSeconds: 60, points };
}

function hashOf(height: number): string {
  const digits = (height * 2654435761).toString(16);
  return `0x${digits.repeat(8).slice(0, 64)}`;
}
