import { type Status, VERDICTS } from "../modules/monitor-contract";
import type { Metrics } from "./metrics";

type Gauge = readonly [name: string, help: string, value: number | null | undefined];

const numbered = VERDICTS.map((verdict, index) => `${index} ${verdict}`).join(", ");
const ratio = (percent: number | undefined) => (percent === undefined ? undefined : Number((percent / 100).toFixed(4)));
const flag = (is: boolean | null | undefined) => (is === null || is === undefined ? undefined : Number(is));

/** The status in Prometheus' text format; what is not known is left out. */
export function prometheusText(status: Status, metrics: Metrics): string {
  const labels = { node: status.nodeName, chain: status.chain, client: status.client ?? "" };
  const info = Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");
  const { consensus, disk } = status;
  const gauges: readonly Gauge[] = [
    [`ethereum_node_info{${info}}`, "Which node this is.", 1],
    ["ethereum_node_ready", "1 where the node may be asked.", metrics.Ready],
    ["ethereum_node_verdict", `How the node is: ${numbered}.`, VERDICTS.indexOf(status.verdict)],
    ["ethereum_node_verdict_since_timestamp_seconds", "Since when it is so.", Date.parse(status.since) / 1000],
    ["ethereum_node_poll_timestamp_seconds", "When it was last asked.", Date.parse(status.at) / 1000],
    ["ethereum_node_block_height", "Height of the newest block.", status.height],
    ["ethereum_node_block_age_seconds", "Age of the newest block.", status.blockAgeSeconds],
    ["ethereum_node_lag_blocks", "Blocks behind the best of fleet and reference.", status.lagBlocks],
    [
      "ethereum_node_reference_difference_blocks",
      "Height of the reference less the node's own.",
      status.referenceDifferenceBlocks,
    ],
    ["ethereum_node_peers", "Peers of the execution client.", status.peers],
    ["ethereum_node_safe_block_height", "Height of the safe block.", status.safeHeight],
    ["ethereum_node_finalized_block_height", "Height of the finalized block.", status.finalizedHeight],
    ["ethereum_node_finality_age_seconds", "Age of the finalized block.", status.finalityAgeSeconds],
    [
      "ethereum_node_ancient_blocks_ratio",
      "Share of the blocks from before Parity's snapshot.",
      ratio(metrics.AncientBlocksPercent),
    ],
    ["ethereum_node_clock_offset_seconds", "The host's clock less the right one.", status.clockOffsetSeconds],
    ["ethereum_node_consensus_distance_slots", "Slots that the consensus client is behind.", consensus?.distanceSlots],
    ["ethereum_node_consensus_syncing", "1 while the consensus client is syncing.", flag(consensus?.syncing)],
    ["ethereum_node_consensus_optimistic", "1 while it follows unchecked blocks.", flag(consensus?.optimistic)],
    ["ethereum_node_disk_total_bytes", "Size of the chain disk.", disk?.totalBytes],
    ["ethereum_node_disk_used_bytes", "Used of the chain disk.", disk?.usedBytes],
    ["ethereum_node_disk_used_ratio", "Share of the chain disk that is used.", ratio(metrics.DiskUsedPercent)],
    ["ethereum_node_inodes_used_ratio", "Share of its inodes that is used.", ratio(metrics.InodesUsedPercent)],
    [
      "ethereum_node_disk_full_in_seconds",
      "Time until the chain disk is full at the last day's growth.",
      metrics.DaysUntilFull === undefined ? undefined : metrics.DaysUntilFull * 86_400,
    ],
    [
      "ethereum_node_problems",
      "Sentences in the status about what does not answer as it should.",
      status.problems.length,
    ],
    ["ethereum_node_monitor_resident_bytes", "Memory of this monitor.", metrics.MonitorResidentBytes],
  ];
  return gauges.map(([name, help, value]) => exposition(name, help, value)).join("");
}

function exposition(sample: string, help: string, value: number | null | undefined): string {
  if (value === null || value === undefined) {
    return "";
  }
  const name = sample.replace(/\{.*/, "");
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${sample} ${value}\n`;
}

function escaped(value: string): string {
  return value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}
