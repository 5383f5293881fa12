import type { Chain } from "./chains";
import type { Observation } from "./observation";
import { count } from "./words";

const SAME_HEAD_BLOCKS = 2;

/** Whether the chain stands still, or this node alone. */
export interface Standstill {
  readonly isOfChain: boolean;
  readonly why: string;
}

/** Judges a node whose newest block is too old, without asking anybody but its own clients and the other nodes. */
export function judgeStandstill(observation: Observation, chain: Chain): Standstill {
  const signs = [...signsOfChain(observation, chain)];
  const ofNode = signs.find(({ isOfChain }) => !isOfChain);
  return (
    ofNode ??
    signs[0] ?? {
      isOfChain: false,
      why: "nobody here can say whether the chain goes on; to be taken for this node's fault",
    }
  );
}

function* signsOfChain(observation: Observation, chain: Chain): Generator<Standstill> {
  const { consensus, execution, witnesses } = observation;
  const height = execution.head?.height ?? 0;
  for (const witness of witnesses) {
    if (witness.height > height + SAME_HEAD_BLOCKS) {
      yield { isOfChain: false, why: `${witness.name} is at block ${count(witness.height)}` };
    }
  }
  if (consensus === null && execution.peers === 0) {
    yield { isOfChain: false, why: "it has no peers" };
  }
  if (consensus !== null) {
    yield* signsOfConsensus(observation, chain);
  }
  const old = witnesses.filter(
    ({ blockAgeSeconds }) => blockAgeSeconds !== null && blockAgeSeconds > chain.goesOutAtSeconds,
  );
  if (old.length > 0) {
    const names = old.map(({ name }) => name).join(" and ");
    yield { isOfChain: true, why: `${names} ${old.length === 1 ? "has" : "have"} no newer block either` };
  }
}

/** A consensus client follows the slots by the clock, and hears from its peers which of them have blocks. */
function* signsOfConsensus({ consensus, execution }: Observation, chain: Chain): Generator<Standstill> {
  if (consensus === null) {
    return;
  }
  if (consensus.failure !== null) {
    yield { isOfChain: false, why: "its consensus client does not answer" };
  } else if (consensus.executionOffline) {
    yield { isOfChain: false, why: "its consensus client cannot reach it" };
  } else if (consensus.peers === 0) {
    yield { isOfChain: false, why: "its consensus client has no peers" };
  } else if (consensus.syncing) {
    yield { isOfChain: false, why: "its consensus client is behind its peers" };
  } else if (chain.beaconGenesisSeconds !== undefined && consensus.headSlot !== null && execution.head !== null) {
    const headSlot = (execution.head.timestamp - chain.beaconGenesisSeconds) / chain.slotSeconds;
    const slotsBehind = Math.round(consensus.headSlot - headSlot);
    if (slotsBehind > SAME_HEAD_BLOCKS) {
      yield { isOfChain: false, why: `its consensus client is ${count(slotsBehind)} slots further` };
    } else if (consensus.distanceSlots !== null && consensus.peers !== null) {
      const empty = `${count(consensus.distanceSlots)} slots are empty`;
      yield { isOfChain: true, why: `${empty} for the ${consensus.peers} peers of its consensus client too` };
    }
  }
}
