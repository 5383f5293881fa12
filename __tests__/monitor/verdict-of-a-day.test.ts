import type { Verdict } from "../../modules/monitor-contract";
import { metricsOf } from "../../monitor/metrics";
import { statusOf } from "../../monitor/status";
import { FAILED, hashAt, mainnet, NOW, SimulatedNode, witness } from "./support/observations";

const DAY_SECONDS = 86_400;
const POLL_SECONDS = 12;
const ALARMS = ["Lagging", "Stalled", "ChainStalled", "OffChain", "Unreachable", "ClockWrong"] as const;

/** Numbers that look like chance, the same in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Arrival {
  readonly height: number;
  readonly timestamp: number;
  readonly arrivedAt: number;
}

/**
 * A day of mainnet's slots: a block at the beginning of each, one in a hundred of them empty and sometimes several in a row, each block
 * on its way for 1 to 4 s, now and then for 11. Recorded times of real blocks could not be had where this was written.
 */
function dayOfSlots(seed: number, emptyShare: number): Arrival[] {
  const random = chance(seed);
  const arrivals: Arrival[] = [];
  let height = 20_000_000;
  for (let slot = 0; slot < DAY_SECONDS / 12; slot++) {
    if (random() >= emptyShare) {
      height += 1;
      const way = random() < 0.01 ? 11 : 1 + 3 * random();
      arrivals.push({ height, timestamp: NOW + 12 * slot, arrivedAt: NOW + 12 * slot + way });
    }
  }
  return arrivals;
}

/** Polls of a whole day, a second of which is a number: every verdict, with when it began. */
function watch(arrivals: readonly Arrival[], polls: (second: number) => Parameters<SimulatedNode["observation"]>[0]) {
  const node = new SimulatedNode();
  const alarms = { count: 0, ready: 0, polls: 0 };
  const changes: (readonly [second: number, verdict: Verdict])[] = [];
  let next = 0;
  for (let second = 60; second < DAY_SECONDS; second += POLL_SECONDS) {
    while ((arrivals[next + 1]?.arrivedAt ?? Number.POSITIVE_INFINITY) <= NOW + second) {
      next += 1;
    }
    const { height, timestamp } = arrivals[next] as Arrival;
    const seen = polls(second);
    const plain = node.observation(seen);
    const atSeconds = NOW + second;
    const slot = Math.floor((atSeconds - (mainnet.beaconGenesisSeconds as number)) / 12);
    const headSlot = (timestamp - (mainnet.beaconGenesisSeconds as number)) / 12;
    const observation = {
      ...plain,
      atSeconds,
      monotonicSeconds: second,
      execution:
        plain.execution.failure === null
          ? {
              ...plain.execution,
              head: { height, hash: hashAt(height), timestamp },
              safeHeight: height - 32,
              finalized: { height: height - 64, hash: hashAt(height - 64), timestamp: timestamp - 768 },
              blocks: [],
            }
          : plain.execution,
      consensus: plain.consensus && { ...plain.consensus, headSlot, distanceSlots: slot - headSlot },
    };
    const judgement = node.take(observation);
    const memory = node.memory as NonNullable<typeof node.memory>;
    const status = statusOf({ nodeName: "node-0", chain: "mainnet" }, observation, judgement, memory, null);
    const metrics = metricsOf(status, 1);
    alarms.polls += 1;
    alarms.ready += metrics.Ready ?? 0;
    alarms.count += ALARMS.some((alarm) => metrics[alarm] === 1) ? 1 : 0;
    if (changes.at(-1)?.[1] !== judgement.verdict) {
      changes.push([second, judgement.verdict]);
    }
  }
  return { alarms, changes };
}

test.each([1, 2, 3])("a day of mainnet-like slots gives no false alarm (seed %i)", (seed) => {
  const { alarms, changes } = watch(dayOfSlots(seed, 0.01), () => ({}));
  expect(changes.map(([, verdict]) => verdict)).toEqual(["catching-up", "synced"]);
  expect(alarms).toMatchObject({ count: 0, polls: 7_195 });
  // It comes in within two minutes, and stays.
  expect(alarms.ready).toBeGreaterThan(7_195 - 10);
});

test("a day with one slot in ten empty gives none either", () => {
  expect(watch(dayOfSlots(4, 0.1), () => ({})).alarms.count).toBe(0);
});

test("in a day of faults each is seen within its time, and ends with it", () => {
  const HOUR = 3_600;
  const during = (second: number, hour: number, seconds: number) =>
    second >= hour * HOUR && second < hour * HOUR + seconds;
  const arrivals = dayOfSlots(5, 0.01).filter(({ arrivedAt }) => !during(arrivedAt - NOW, 8, 300));
  const { changes } = watch(arrivals, (second) => {
    if (during(second, 2, 60)) {
      return { execution: FAILED("refused") };
    }
    if (during(second, 4, 120)) {
      return { consensus: { optimistic: true } };
    }
    if (during(second, 6, 120)) {
      return { execution: { chainId: 5 } };
    }
    if (during(second, 8, 300)) {
      return { witnesses: [witness("node-1", 30_000_000)], consensus: { syncing: true } };
    }
    if (during(second, 12, 600)) {
      return { execution: FAILED("refused"), plannedWorkUntilSeconds: NOW + 12 * HOUR + 600 };
    }
    return {};
  });
  const begin = (verdict: Verdict, hour: number) =>
    (changes.find(([second, one]) => one === verdict && second >= hour * HOUR)?.[0] ?? Number.NaN) - hour * HOUR;
  expect(begin("unreachable", 2)).toBeLessThanOrEqual(POLL_SECONDS);
  expect(begin("lagging", 4)).toBeLessThanOrEqual(2 * POLL_SECONDS);
  expect(begin("wrong-chain", 6)).toBeLessThanOrEqual(POLL_SECONDS);
  expect(begin("lagging", 8)).toBeLessThanOrEqual(2 * POLL_SECONDS);
  expect(begin("stalled", 8)).toBeLessThanOrEqual(180 + 2 * POLL_SECONDS);
  expect(begin("planned-work", 12)).toBeLessThanOrEqual(POLL_SECONDS);
  // Five new blocks in a row, which take a minute or two.
  for (const [hour, seconds] of [
    [2, 60],
    [4, 120],
    [6, 120],
    [8, 300],
    [12, 600],
  ] as const) {
    expect(begin("synced", hour)).toBeLessThanOrEqual(seconds + 180);
  }
  expect(changes.at(-1)?.[1]).toBe("synced");
});
