import type { Status } from "../../../modules/monitor-contract";
import { hashAt } from "./observations";

/** A status in which everything is known. */
export const STATUS: Status = {
  nodeName: "node-0",
  chain: "mainnet",
  at: "2026-11-27T18:00:00Z",
  verdict: "synced",
  since: "2026-11-27T17:00:00Z",
  ready: true,
  reason: "block 21,000,000 is 4 s old",
  problems: ["reference: no answer within 3 s"],
  client: 'Geth "v1"\\linux\nx',
  height: 21_000_000,
  headHash: hashAt(21_000_000),
  blockAgeSeconds: 4.25,
  lagBlocks: 0,
  lagTo: null,
  referenceDifferenceBlocks: -1,
  peers: 25,
  safeHeight: 20_999_968,
  finalizedHeight: 20_999_936,
  finalityAgeSeconds: 770,
  ancientBlocksPercent: 100,
  clockOffsetSeconds: -0.03,
  consensus: { client: "Lighthouse/v8", syncing: false, optimistic: false, executionOffline: false, distanceSlots: 0 },
  disk: {
    totalBytes: 1_000_000,
    usedBytes: 700_000,
    usedPercent: 70,
    inodesUsedPercent: 1.5,
    daysUntilFull: 41.5,
  },
  plannedWorkUntil: null,
  blocks: [],
};

/** One in which as little is known as can be. */
export const UNKNOWN_STATUS: Status = {
  ...STATUS,
  verdict: "unreachable",
  ready: false,
  client: null,
  height: null,
  headHash: null,
  blockAgeSeconds: null,
  lagBlocks: null,
  referenceDifferenceBlocks: null,
  peers: null,
  safeHeight: null,
  finalizedHeight: null,
  finalityAgeSeconds: null,
  ancientBlocksPercent: null,
  clockOffsetSeconds: null,
  consensus: null,
  disk: null,
};
