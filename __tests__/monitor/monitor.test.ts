import { Monitor } from "../../monitor/monitor";
import { readPage } from "../../monitor/page";
import { readSettings } from "../../monitor/settings";
import { ENVIRONMENT } from "./support/environment";
import { SimulatedNode } from "./support/observations";

const GIB = 1024 ** 3;

function watched() {
  const node = new SimulatedNode();
  const logged: string[] = [];
  let monotonic = 0;
  const clocks = { wall: () => node.now, monotonic: () => monotonic };
  const output = { metrics: () => undefined, log: (line: string) => void logged.push(line) };
  const monitor = new Monitor(readSettings({ ...ENVIRONMENT }), "node-0", clocks, output, 12);
  const take = (problems: readonly string[] = [], usedBytes = 0) => {
    node.poll();
    const disk = { totalBytes: 1_000 * GIB, usedBytes, usedPercent: 1, inodesUsedPercent: 1 };
    const observation = { ...node.observation({ execution: { hashAtFinalized: null } }), disk, problems };
    monotonic = observation.monotonicSeconds;
    return monitor.take(observation);
  };
  const routes = monitor.routes(readPage());
  const ready = () => routes["/ready"]?.();
  return { logged, ready, routes, take, wait: (seconds: number) => (monotonic += seconds) };
}

test("is not ready before the first poll, nor once the last one is three polls old", () => {
  const { ready, take, wait } = watched();
  expect(ready()).toMatchObject({ status: 503, body: "nothing was seen yet\n" });
  for (let poll = 0; poll < 8; poll++) {
    take();
  }
  expect(ready()).toMatchObject({ status: 200 });
  wait(36);
  expect(ready()).toMatchObject({ status: 200 });
  wait(1);
  expect(ready()).toMatchObject({ status: 503, body: "the node was last seen 37 s ago\n" });
});

test("logs what changes, and not what stays but for its numbers", () => {
  const { logged, take } = watched();
  take();
  for (let poll = 0; poll < 3; poll++) {
    take([`node-1: HTTP status 503 at block ${poll}`]);
  }
  take();
  expect(logged).toEqual([
    expect.stringContaining("catching-up: "),
    "problem: node-1: HTTP status 503 at block 0",
    "over: node-1: HTTP status 503 at block 2",
  ]);
});

test("looks ahead to a full disk by what grew after the first sync alone", () => {
  const { take } = watched();
  let usedBytes = 0;
  let days: number | null | undefined = null;
  for (let poll = 0; poll < (7 * 3_600) / 12; poll++) {
    usedBytes += (24 * GIB * 12) / 86_400;
    days = take([], usedBytes).disk?.daysUntilFull;
  }
  expect(days).toBeGreaterThan(41);
  expect(days).toBeLessThan(42);
});

test("serves the page with its own policy, and a history that grows with the polls", () => {
  const { routes, take } = watched();
  expect(routes["/"]?.()).toMatchObject({
    contentType: "text/html; charset=utf-8",
    headers: { "content-security-policy": expect.stringContaining("script-src 'sha256-") },
  });
  expect([routes["/history"]?.().status, routes["/status"]?.().status]).toEqual([503, 503]);
  for (let poll = 0; poll < 11; poll++) {
    take();
  }
  const { points } = JSON.parse(routes["/history"]?.().body ?? "");
  expect([2, 3]).toContain(points.length);
  expect(JSON.parse(routes["/status"]?.().body ?? "").height).toBe(points.at(-1).height);
});
