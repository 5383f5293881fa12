import { eventually, WAIT_SECONDS } from "../support/eventually";
import { freePort, MonitorProcess } from "./support/monitor-process";
import { answerJson, rightAnswer, StandIn } from "./support/stand-in-node";

let monitor: MonitorProcess;
let node: StandIn;
let url: string;

beforeAll(async () => {
  node = new StandIn((call, response) => answerJson(response, { id: call.id, result: rightAnswer(call) }));
  url = await node.listen();
});
afterAll(() => node.close());
afterEach(() => monitor.remove());

const firstLine = () => eventually("a line of metrics", WAIT_SECONDS, () => monitor.lines()[0]);

test("writes a line of metrics a poll to stdout, and nothing else there", async () => {
  monitor = new MonitorProcess({ EXECUTION_URL: url });
  await monitor.start();
  const line = JSON.parse(await firstLine());
  expect(line).toMatchObject({ NodeName: "node-0", Ready: 0, Verdict: "catching-up", Peers: 25 });
  expect(monitor.lines()).toHaveLength(1);
  expect(monitor.stderr).toContain("monitor: catching-up: ");
});

test("ends at once when it is told to", async () => {
  monitor = new MonitorProcess({ EXECUTION_URL: url });
  await monitor.start();
  await firstLine();
  expect(await monitor.end("SIGTERM")).toBe(0);
});

test("refuses values that it cannot work by, with a line each", async () => {
  monitor = new MonitorProcess({ CHAIN: "ropsten", METRICS_NAMESPACE: "" });
  await monitor.start();
  expect(await monitor.end()).toBe(1);
  const lines = monitor.stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("monitor: CHAIN must be one of");
  expect(lines[1]).toContain("monitor: METRICS_NAMESPACE must be");
});

test("says it when its port is taken", async () => {
  monitor = new MonitorProcess({ EXECUTION_URL: url });
  await monitor.start(Number(new URL(url).port));
  expect(await monitor.end()).toBe(1);
  expect(monitor.stderr).toContain("EADDRINUSE");
});

test("serves what it is told to serve, and /live always", async () => {
  monitor = new MonitorProcess({ EXECUTION_URL: url, SERVED_PAGES: "ready" });
  await monitor.start(await freePort());
  await firstLine();
  const codes = ["/live", "/ready", "/metrics", "/status"].map(
    async (path) => (await fetch(`${monitor.url}${path}`)).status,
  );
  expect(await Promise.all(codes)).toEqual([200, 503, 404, 404]);
});

test("takes at most 60 MB and 1 % of a core, polls and callers together", async () => {
  const polls = 100;
  monitor = new MonitorProcess({ EXECUTION_URL: url }, { pollSeconds: 0.05, callTimeoutMilliseconds: 30_000 });
  await monitor.start();
  await firstLine();
  const before = { cpuSeconds: monitor.cpuSeconds(), polls: monitor.lines().length };
  await eventually(`${polls} polls`, WAIT_SECONDS, () =>
    monitor.lines().length - before.polls >= polls ? true : undefined,
  );
  const done = monitor.lines().length - before.polls;
  // A poll every 12 s, as it is delivered.
  const share = (monitor.cpuSeconds() - before.cpuSeconds) / done / 12;
  for (let call = 0; call < 500; call++) {
    await Promise.all(
      ["/ready", "/status", "/metrics"].map(async (path) => (await fetch(`${monitor.url}${path}`)).text()),
    );
  }
  const residentMB = monitor.residentBytes() / 1e6;
  process.stderr.write(`monitor: ${residentMB.toFixed(1)} MB resident, ${(100 * share).toFixed(2)} % of a core\n`);
  expect(residentMB).toBeLessThan(60);
  expect(share).toBeLessThan(0.01);
});
