import { CLIENT_FACTS_DIRECTORY } from "./host-contract";

/** Where the monitor answers: `/ready`, `/metrics`, `/status`, `/history`, `/live` and the page at `/`. */
export const MONITOR_PORT = 9600;
/** The name of this node in its fleet. The task is the same on every host, so the host tells it. */
export const NODE_NAME_FILE = `${CLIENT_FACTS_DIRECTORY}/node-name`;
/** Until when planned work is under way, as 2026-11-27T18:00:00Z; there only while a person wants it. */
export const PLANNED_WORK_FILE = `${CLIENT_FACTS_DIRECTORY}/planned-work`;

/** What the monitor's container is told. A value that is not there is the empty string. */
export interface MonitorEnv {
  /** The chain, by its name in the catalogue. */
  readonly CHAIN: string;
  /** JSON-RPC of the execution client, by the name of its container: http://geth:8545. */
  readonly EXECUTION_URL: string;
  /** Beacon API of the consensus client, by the name of its container: http://lighthouse:5052. */
  readonly CONSENSUS_URL: string;
  /** JSON-RPC of somebody else's node, to compare with. */
  readonly REFERENCE_URL: string;
  /** Monitors of all nodes of the fleet, this one among them, with spaces between: http://node-0.mainnet.example.org:9600. */
  readonly FLEET_URLS: string;
  /** A directory on the chain disk. */
  readonly DATA_DIRECTORY: string;
  readonly NODE_NAME_FILE: string;
  /** Whose first line is the name by which the client lets itself be called. */
  readonly RPC_HOSTS_FILE: string;
  readonly PLANNED_WORK_FILE: string;
  /** CloudWatch namespace of the metrics: the prefix of every name in AWS. */
  readonly METRICS_NAMESPACE: string;
  readonly LISTEN_PORT: string;
  /** Which of MONITOR_PAGES it serves, with spaces between. */
  readonly SERVED_PAGES: string;
}

/** What callers may be given; `/live` always answers. `page` is `/`, `/status` and `/history`. */
export const MONITOR_PAGES = ["ready", "metrics", "page"] as const;
export type MonitorPage = (typeof MONITOR_PAGES)[number];

/** The dimension of every metric: the node's name in its fleet. */
export const NODE_DIMENSION = "NodeName";

/** The metrics of a node in CloudWatch, with their units; one that is not known is left out of a line. */
export const MONITOR_METRICS = {
  /** 1 where the node may be asked, else 0. */
  Ready: "None",
  /** 1 while the verdict is `lagging`: it was synced, and fell behind. A first sync is none. */
  Lagging: "None",
  /** 1 while it is `stalled`: this node stands still, and the chain goes on. */
  Stalled: "None",
  /** 1 while it is `chain-stalled`. */
  ChainStalled: "None",
  /** 1 while it is `forked` or `wrong-chain`. */
  OffChain: "None",
  /** 1 while it is `unreachable`. */
  Unreachable: "None",
  /** 1 while it is `clock-wrong`. */
  ClockWrong: "None",
  /** 1 while it is `planned-work`. */
  PlannedWork: "None",
  BlockHeight: "Count",
  BlockAgeSeconds: "Seconds",
  /** Behind the best of the fleet and the reference. */
  LagBlocks: "Count",
  /** Height of the reference less the node's own. */
  ReferenceDifferenceBlocks: "Count",
  Peers: "Count",
  /** Age of the finalized block, where there is one. */
  FinalityAgeSeconds: "Seconds",
  DiskUsedPercent: "Percent",
  InodesUsedPercent: "Percent",
  DaysUntilFull: "None",
  /** Parity's verification of ancient blocks. */
  AncientBlocksPercent: "Percent",
  ClockOffsetSeconds: "Seconds",
  MonitorResidentBytes: "Bytes",
} as const;
export type MonitorMetric = keyof typeof MONITOR_METRICS;

/** How a node is; the order is that in which they are shown, and the place in it the number of the Prometheus metric. */
export const VERDICTS = [
  "starting",
  "finding-peers",
  "snapshot-sync",
  "catching-up",
  "verifying-ancient-blocks",
  "synced",
  "lagging",
  "stalled",
  "chain-stalled",
  "forked",
  "wrong-chain",
  "unreachable",
  "clock-wrong",
  "planned-work",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What `/status` answers. What is not known is null. Times are ISO 8601 in UTC, with seconds. */
export interface Status {
  readonly nodeName: string;
  readonly chain: string;
  /** Of the poll that this tells of. */
  readonly at: string;
  readonly verdict: Verdict;
  /** Since when the verdict is this one. */
  readonly since: string;
  readonly ready: boolean;
  /** Why, in one sentence. */
  readonly reason: string;
  /** What does not answer, is slow, or answers garbage: a sentence each. */
  readonly problems: readonly string[];
  /** `web3_clientVersion`. */
  readonly client: string | null;
  readonly height: number | null;
  readonly headHash: string | null;
  readonly blockAgeSeconds: number | null;
  readonly lagBlocks: number | null;
  /** Whom it is behind: a node's name, or "reference". */
  readonly lagTo: string | null;
  readonly referenceDifferenceBlocks: number | null;
  readonly peers: number | null;
  readonly safeHeight: number | null;
  readonly finalizedHeight: number | null;
  readonly finalityAgeSeconds: number | null;
  readonly ancientBlocksPercent: number | null;
  readonly clockOffsetSeconds: number | null;
  readonly consensus: {
    readonly client: string | null;
    readonly syncing: boolean | null;
    readonly optimistic: boolean | null;
    readonly executionOffline: boolean | null;
    readonly distanceSlots: number | null;
  } | null;
  readonly disk: {
    readonly totalBytes: number;
    readonly usedBytes: number;
    readonly usedPercent: number;
    readonly inodesUsedPercent: number;
    /** null: it does not grow, or is not known yet. */
    readonly daysUntilFull: number | null;
  } | null;
  readonly plannedWorkUntil: string | null;
  /** Some blocks of the canonical chain, number and hash, the newest first: by them a node of the fleet sees a fork. */
  readonly blocks: readonly { readonly height: number; readonly hash: string }[];
}

/** One point of the plots. */
export interface HistoryPoint {
  readonly at: string;
  readonly verdict: Verdict;
  readonly height: number | null;
  readonly blockAgeSeconds: number | null;
  readonly lagBlocks: number | null;
  readonly peers: number | null;
  readonly diskUsedPercent: number | null;
}

/** What `/history` answers: the last hours, the oldest first. */
export interface History {
  readonly intervalSeconds: number;
  readonly points: readonly HistoryPoint[];
}
