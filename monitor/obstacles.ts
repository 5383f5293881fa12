import type { Chain } from "./chains";
import { LAG_LIMIT_BLOCKS } from "./comparison";
import type { Observation } from "./observation";
import { count, duration } from "./words";

/** New blocks in a row that a node takes before it comes in. */
const NEW_BLOCKS = 5;
/** As far as the head of a consensus client may be from the slot that it is. */
const DISTANCE_SLOTS = 1;

/**
 * What keeps a node from being synced. "comes-in": it stays out for it, but does not go out. "goes-out": it goes out at once.
 * "goes-out-twice": it goes out when two polls in a row see it.
 */
export interface Obstacle {
  readonly keeps: "comes-in" | "goes-out" | "goes-out-twice";
  readonly why: string;
}

export interface ObstacleMemory {
  /** New blocks in a row; on a chain that does not pause, only of those that came young. */
  readonly newBlocks: number;
  readonly highestFinalized: number | null;
  readonly hadPeers: boolean;
}

/** All of them, the weightiest first. */
export function obstaclesOf(
  observation: Observation,
  chain: Chain,
  memory: ObstacleMemory,
  behind: string | null,
): Obstacle[] {
  return [
    ...ofBeginning(observation, chain),
    ...ofAge(observation, chain, memory),
    ...(behind === null ? [] : [{ keeps: "goes-out-twice", why: behind } as const]),
    ...ofConsensus(observation),
    ...ofFinality(observation, memory),
    ...ofIdentity(observation, chain),
    ...ofProgress(observation, chain, memory),
  ];
}

function* ofBeginning({ execution }: Observation, chain: Chain): Generator<Obstacle> {
  if (execution.head?.height === 0 && !chain.isSolitary) {
    yield { keeps: "goes-out", why: "it has no block but the genesis" };
  }
  if (execution.ancientBlocks === "missing") {
    yield { keeps: "goes-out", why: "the blocks from before its snapshot are not all there" };
  }
}

function* ofAge({ atSeconds, execution }: Observation, chain: Chain, memory: ObstacleMemory): Generator<Obstacle> {
  const age = atSeconds - (execution.head?.timestamp ?? 0);
  const why = `its newest block is ${duration(age)} old`;
  if (chain.mayPause) {
    if (memory.hadPeers && execution.peers === 0 && age > chain.standsStillAtSeconds) {
      yield { keeps: "goes-out-twice", why: `it lost all its peers, and ${why}` };
    }
  } else if (age > chain.goesOutAtSeconds) {
    yield { keeps: "goes-out", why };
  } else if (age > chain.comesInAtSeconds) {
    yield { keeps: "comes-in", why };
  }
}

function* ofConsensus({ consensus }: Observation): Generator<Obstacle> {
  if (consensus === null) {
    return;
  }
  if (consensus.failure !== null) {
    yield { keeps: "comes-in", why: `its consensus client: ${consensus.failure.text}` };
    return;
  }
  if (consensus.syncing !== false) {
    yield { keeps: "goes-out-twice", why: "its consensus client is syncing" };
  }
  if (consensus.optimistic !== false) {
    yield {
      keeps: "goes-out-twice",
      why: "its consensus client follows blocks that the execution client has not checked",
    };
  }
  if (consensus.executionOffline !== false) {
    yield { keeps: "goes-out-twice", why: "its consensus client cannot reach the execution client" };
  }
  const { distanceSlots } = consensus;
  if (distanceSlots === null || distanceSlots > DISTANCE_SLOTS) {
    // Two empty slots in a row are no fault of the node's.
    const keeps = distanceSlots !== null && distanceSlots <= LAG_LIMIT_BLOCKS ? "comes-in" : "goes-out-twice";
    yield { keeps, why: `its consensus client is ${distanceSlots ?? "an unknown number of"} slots behind` };
  }
}

function* ofFinality({ execution }: Observation, memory: ObstacleMemory): Generator<Obstacle> {
  const { finalized, head, safeHeight } = execution;
  const order = [finalized?.height ?? null, safeHeight, head?.height ?? null].filter((height) => height !== null);
  if (order.some((height, index) => index > 0 && height < (order[index - 1] as number))) {
    const heights = order.map(count).join(", ");
    yield { keeps: "goes-out-twice", why: `finalized, safe and newest block contradict each other: ${heights}` };
  }
  if (finalized !== null && memory.highestFinalized !== null && finalized.height < memory.highestFinalized) {
    const fell = `from ${count(memory.highestFinalized)} to ${count(finalized.height)}`;
    yield { keeps: "goes-out-twice", why: `its finalized block fell ${fell}` };
  }
}

function* ofIdentity({ execution }: Observation, chain: Chain): Generator<Obstacle> {
  if (execution.chainId === null) {
    yield { keeps: "comes-in", why: "it does not tell its chain id" };
  }
  if (chain.genesisHash !== undefined && execution.genesisHash === null) {
    yield { keeps: "comes-in", why: "it does not tell its genesis" };
  }
}

function* ofProgress({ execution }: Observation, chain: Chain, memory: ObstacleMemory): Generator<Obstacle> {
  if (execution.syncing === null) {
    yield { keeps: "comes-in", why: "it does not tell whether it is syncing" };
  } else if (execution.syncing !== false) {
    const { currentBlock, highestBlock } = execution.syncing;
    yield { keeps: "comes-in", why: `it is syncing: block ${count(currentBlock)} of ${count(highestBlock)}` };
  }
  // A chain that pauses shows by its peers that it is not merely cut off.
  const needsBlocks = !chain.mayPause || (!chain.isSolitary && (execution.peers ?? 0) === 0);
  if (needsBlocks && memory.newBlocks < NEW_BLOCKS) {
    yield { keeps: "comes-in", why: `${memory.newBlocks} of ${NEW_BLOCKS} new blocks in a row have come` };
  }
}
