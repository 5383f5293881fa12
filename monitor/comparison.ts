import { compareBlocks } from "./blocks-to-compare";
import type { Chain } from "./chains";
import type { Observation, Witness } from "./observation";
import { count } from "./words";

/** A node is out at more. */
export const LAG_LIMIT_BLOCKS = 8;

/** How the node stands to the others. */
export interface Comparison {
  /** Behind the best that can be believed; null where there is nobody to compare with. */
  readonly lagBlocks: number | null;
  readonly lagTo: string | null;
  readonly referenceDifferenceBlocks: number | null;
  /** Why the node is behind, where more than one says so; null otherwise. */
  readonly behind: string | null;
  /** Why the node is on a fork, where more than one says so and they are the more; null otherwise. */
  readonly forked: string | null;
  /** Another node of the fleet has other blocks, and nobody can say which of the two is right; null otherwise. */
  readonly contested: string | null;
  /** What was said and cannot be believed. */
  readonly problems: readonly string[];
}

/** Compares the node with the others. One voice alone, be it the reference's or a node's of the fleet, decides nothing. */
export function compareWithOthers(observation: Observation, chain: Chain): Comparison {
  const { head } = observation.execution;
  const reference = observation.witnesses.find(({ isReference }) => isReference);
  const referenceDifferenceBlocks = head === null || reference === undefined ? null : reference.height - head.height;
  if (head === null) {
    return {
      lagBlocks: null,
      lagTo: null,
      referenceDifferenceBlocks,
      behind: null,
      forked: null,
      contested: null,
      problems: [],
    };
  }
  const { elsewhere, forks } = judgeForks(observation);
  // Who is on another chain is ahead of nobody.
  const onThisChain = observation.witnesses.filter((witness) => !elsewhere.includes(witness));
  const possible = possibleLead(observation, head.timestamp, chain);
  const [credible, incredible] = split(onThisChain, ({ height }) => height - head.height <= possible);
  const best = credible.sort((one, other) => other.height - one.height)[0];
  return {
    lagBlocks: best === undefined ? null : Math.max(0, best.height - head.height),
    lagTo: best === undefined || best.height <= head.height ? null : best.name,
    referenceDifferenceBlocks,
    behind: behind(observation, credible),
    ...forks,
    problems: [
      ...incredible.map(
        ({ height, name }) => `${name} claims block ${count(height)}, which cannot be there yet: not believed`,
      ),
      ...elsewhere.map(({ name }) => `${name} has other blocks than this node`),
    ],
  };
}

/** On a chain of slots there are no more blocks above the newest one than slots since. */
function possibleLead({ atSeconds }: Observation, timestamp: number, chain: Chain): number {
  return chain.mayPause
    ? Number.POSITIVE_INFINITY
    : Math.max(0, atSeconds - timestamp) / chain.slotSeconds + LAG_LIMIT_BLOCKS;
}

/** Two that are ahead, or one where the client itself says that it is behind, or has nobody to hear of blocks from. */
function behind({ execution }: Observation, witnesses: readonly Witness[]): string | null {
  const own = execution.head?.height ?? 0;
  const ahead = witnesses.filter(({ height }) => height - own > LAG_LIMIT_BLOCKS);
  const first = ahead[0];
  const saysSo = execution.syncing !== null && execution.syncing !== false;
  if (first === undefined || (ahead.length === 1 && !saysSo && execution.peers !== 0)) {
    return null;
  }
  return `it is ${count(first.height - own)} blocks behind ${first.name}`;
}

function judgeForks({ execution, witnesses }: Observation): {
  readonly elsewhere: readonly Witness[];
  readonly forks: Pick<Comparison, "forked" | "contested">;
} {
  const compared = witnesses.flatMap((witness) => {
    const comparison = compareBlocks(execution.blocks, witness.blocks);
    return comparison === null ? [] : [{ witness, ...comparison }];
  });
  const [same, other] = split(compared, (one) => one.same);
  const elsewhere = other.map(({ witness }) => witness);
  const first = other[0];
  if (first === undefined || same.length >= other.length) {
    return { elsewhere, forks: { forked: null, contested: null } };
  }
  const names = elsewhere.map(({ name }) => name).join(" and ");
  const says = `at block ${count(first.height)} ${names} ${other.length === 1 ? "has" : "have"} another block`;
  const agree = other.every(({ witness }) => compareBlocks(first.witness.blocks, witness.blocks)?.same !== false);
  if (other.length > 1 && agree) {
    return { elsewhere, forks: { forked: says, contested: null } };
  }
  const contested = other.some(({ witness }) => !witness.isReference)
    ? `${says}; nobody else can say which is right`
    : null;
  return { elsewhere, forks: { forked: null, contested } };
}

function split<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
