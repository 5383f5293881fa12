import type { MonitorMetric, Status, Verdict } from "../modules/monitor-contract";

/** The metrics of a status; what is not known is left out. */
export type Metrics = Readonly<Partial<Record<MonitorMetric, number>>>;

export function metricsOf(status: Status, residentBytes: number): Metrics {
  const is = (...verdicts: readonly Verdict[]) => (verdicts.includes(status.verdict) ? 1 : 0);
  const all: Readonly<Record<MonitorMetric, number | null>> = {
    Ready: status.ready ? 1 : 0,
    Lagging: is("lagging"),
    Stalled: is("stalled"),
    ChainStalled: is("chain-stalled"),
    OffChain: is("forked", "wrong-chain"),
    Unreachable: is("unreachable"),
    ClockWrong: is("clock-wrong"),
    PlannedWork: is("planned-work"),
    BlockHeight: status.height,
    BlockAgeSeconds: status.blockAgeSeconds,
    LagBlocks: status.lagBlocks,
    ReferenceDifferenceBlocks: status.referenceDifferenceBlocks,
    Peers: status.peers,
    FinalityAgeSeconds: status.finalityAgeSeconds,
    DiskUsedPercent: status.disk?.usedPercent ?? null,
    InodesUsedPercent: status.disk?.inodesUsedPercent ?? null,
    DaysUntilFull: status.disk?.daysUntilFull ?? null,
    AncientBlocksPercent: status.ancientBlocksPercent,
    ClockOffsetSeconds: status.clockOffsetSeconds,
    MonitorResidentBytes: residentBytes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && Number.isFinite(value)));
}
