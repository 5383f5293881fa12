import type { Chain } from "./chains";
import type { Observation, Witness } from "./observation";
import { duration } from "./words";

/** A Date header has whole seconds and a way to go; a slot has twelve. */
const LIMIT_SECONDS = 10;

/** How the host's clock was before. */
export interface ClockMemory {
  /** The host's clock less the one that nobody sets, while the node was last seen synced; null before. */
  readonly trustedDifferenceSeconds: number | null;
}

export interface ClockJudgement {
  /** The host's clock less the right one; null where nobody can say. */
  readonly offsetSeconds: number | null;
  /** Why it is wrong; null where nothing says so. */
  readonly wrong: string | null;
}

/** Judges the host's clock by what the chain, the other nodes and a clock that nobody sets say. */
export function judgeClock(observation: Observation, memory: ClockMemory, chain: Chain): ClockJudgement {
  const fleetOffset = medianOffset(observation.witnesses);
  const { head } = observation.execution;
  const age = head === null ? null : observation.atSeconds - head.timestamp;
  // Consensus clients take no block before its slot, so one from the future was taken by a clock that was right, or wrong otherwise.
  if (age !== null && !chain.mayPause && age < -LIMIT_SECONDS) {
    return {
      offsetSeconds: age,
      wrong: `the newest block is of ${duration(-age)} from now, so the host's clock is slow`,
    };
  }
  if (fleetOffset !== null && Math.abs(fleetOffset) > LIMIT_SECONDS) {
    return {
      offsetSeconds: fleetOffset,
      wrong: `the host's clock is ${fleetOffset > 0 ? "ahead" : "behind"} by ${duration(Math.abs(fleetOffset))}, as the clocks of most others say`,
    };
  }
  const stepped = steppedSeconds(observation, memory);
  // Blocks that are as young as ever but for the step: it is the clock that moved away, and was not set right.
  if (
    age !== null &&
    !chain.mayPause &&
    stepped > LIMIT_SECONDS &&
    age - stepped >= 0 &&
    age - stepped <= chain.comesInAtSeconds
  ) {
    return {
      offsetSeconds: stepped,
      wrong: `the host's clock was set ahead by ${duration(stepped)}, and the blocks did not follow`,
    };
  }
  return { offsetSeconds: fleetOffset, wrong: null };
}

function steppedSeconds({ atSeconds, monotonicSeconds }: Observation, memory: ClockMemory): number {
  const { trustedDifferenceSeconds } = memory;
  return trustedDifferenceSeconds === null ? 0 : atSeconds - monotonicSeconds - trustedDifferenceSeconds;
}

/** This host has a vote too, for zero; of two in the middle the smaller one counts, so that one liar moves nothing. */
function medianOffset(witnesses: readonly Witness[]): number | null {
  const offsets = witnesses.map(({ clockOffsetSeconds }) => clockOffsetSeconds).filter((offset) => offset !== null);
  if (offsets.length === 0) {
    return null;
  }
  const votes = [0, ...offsets].sort((one, other) => one - other);
  const low = votes[Math.floor((votes.length - 1) / 2)] as number;
  const high = votes[Math.floor(votes.length / 2)] as number;
  return Math.abs(low) < Math.abs(high) ? low : high;
}
