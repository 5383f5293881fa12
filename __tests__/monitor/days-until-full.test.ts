import { DaysUntilFull } from "../../monitor/days-until-full";

const GIB = 1024 ** 3;
const HOUR = 3_600;

/** A poll every 12 s, over these hours, with this many bytes used at each hour. */
function after(hours: number, usedBytes: (hour: number) => number): DaysUntilFull {
  const days = new DaysUntilFull();
  for (let second = 0; second <= hours * HOUR; second += 12) {
    days.add(second, usedBytes(second / HOUR));
  }
  return days;
}

test("tells the days at a steady growth", () => {
  expect(after(24, (hour) => hour * GIB).of(240 * GIB)).toBeCloseTo(10, 3);
});

test("knows nothing in the first hours", () => {
  expect(after(5, (hour) => hour * GIB).of(240 * GIB)).toBeNull();
  expect(after(6, (hour) => hour * GIB).of(240 * GIB)).toBeCloseTo(10, 3);
});

test("a prune in between, and a burst for an hour, move it by little", () => {
  const pruned = after(24, (hour) => hour * GIB - (hour > 12 ? 8 * GIB : 0));
  const burst = after(24, (hour) => hour * GIB + (hour > 6 && hour < 7 ? 90 * GIB : 0));
  expect(pruned.of(240 * GIB)).toBeGreaterThan(9);
  expect(burst.of(240 * GIB)).toBeGreaterThan(9);
  expect(burst.of(240 * GIB)).toBeLessThan(11);
});

test("there is no day on which a disk is full that does not grow", () => {
  expect(after(24, () => 5 * GIB).of(240 * GIB)).toBeNull();
  expect(after(24, (hour) => -hour * GIB).of(240 * GIB)).toBeNull();
});

test("only the last day counts", () => {
  const changed = after(72, (hour) => (hour < 40 ? 10 * hour * GIB : 400 * GIB + hour * GIB));
  expect(changed.of(240 * GIB)).toBeCloseTo(10, 1);
});

test("forgets a first sync", () => {
  const days = after(24, (hour) => hour * GIB);
  days.forget();
  expect(days.of(240 * GIB)).toBeNull();
});
