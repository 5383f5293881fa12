import type { History, Status } from "../../modules/monitor-contract";
import { NO_HISTORY, withStatus } from "../../monitor/history";
import { statusOf } from "./support/statuses";

const NOON = Date.parse("2026-11-27T12:00:00Z") / 1000;
const timeOf = (seconds: number) => `${new Date((NOON + seconds) * 1000).toISOString().slice(0, 19)}Z`;
/** The history after polls: seconds after noon, and what they found. */
const after = (polls: readonly (readonly [seconds: number, found?: Partial<Status>])[], from: History = NO_HISTORY) =>
  polls.reduce((history, [seconds, found]) => withStatus(history, statusOf({ at: timeOf(seconds), ...found })), from);
const every12Seconds = (count: number) => Array.from({ length: count }, (_, index) => [index * 12] as const);

test("a poll leaves what the plots show", () => {
  const { points } = after([[0, { height: 7, lagBlocks: 2, peers: null, blockAgeSeconds: 5 }]]);
  expect(points).toEqual([
    {
      at: timeOf(0),
      verdict: "synced",
      height: 7,
      blockAgeSeconds: 5,
      lagBlocks: 2,
      peers: null,
      diskUsedPercent: statusOf().disk?.usedPercent,
    },
  ]);
});

test("has a disk's share only where there is a disk", () => {
  expect(after([[0, { disk: null }]]).points[0]?.diskUsedPercent).toBeNull();
});

test("keeps a point a minute, the oldest first, of which the last is the newest poll", () => {
  const history = after(every12Seconds(13));
  expect(history.intervalSeconds).toBe(60);
  expect(history.points.map(({ at }) => at)).toEqual([48, 108, 144].map(timeOf));
});

test("keeps six hours and no more, however long it runs", () => {
  const { points } = after(every12Seconds(24 * 300));
  expect(points).toHaveLength(360);
  expect(points[0]?.at).toBe(timeOf(18 * 3600 + 48));
  expect(points.at(-1)?.at).toBe(timeOf(24 * 3600 - 12));
});

test("forgets what is older than six hours after a silence", () => {
  expect(after([[0], [60], [6 * 3600]]).points.map(({ at }) => at)).toEqual([60, 6 * 3600].map(timeOf));
});

test("shows a state that lasted for one poll of a minute in which the node was synced else", () => {
  const { points } = after([[0], [12, { verdict: "lagging" }], [24], [36], [60]]);
  expect(points.map(({ verdict }) => verdict)).toEqual(["lagging", "synced"]);
});

test("shows the newest of two states in a minute in which the node was not synced", () => {
  const { points } = after([
    [0, { verdict: "lagging" }],
    [12, { verdict: "stalled" }],
  ]);
  expect(points.map(({ verdict }) => verdict)).toEqual(["stalled"]);
});

test("forgets what a clock wrote that was ahead, as soon as it is set back", () => {
  const { points } = after([[0], [60], [7200], [7260], [120]]);
  expect(points.map(({ at }) => at)).toEqual([0, 60, 120].map(timeOf));
});

test("changes no history that it was given", () => {
  const before = after([[0], [12]]);
  const copy = structuredClone(before);
  after([[24], [60]], before);
  expect(before).toEqual(copy);
});
