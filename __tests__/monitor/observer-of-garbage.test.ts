import type { ServerResponse } from "node:http";
import v8 from "node:v8";
import vm from "node:vm";
import { hostClocks } from "../../monitor/clocks";
import { Monitor } from "../../monitor/monitor";
import { Observer } from "../../monitor/observer";
import { readSettings } from "../../monitor/settings";
import { ENVIRONMENT } from "./support/environment";
import { hashAt } from "./support/observations";
import { answerJson, type Call, rightAnswer, StandIn } from "./support/stand-in-node";

const ANSWERS = 10_000;
const TIMEOUT_MILLISECONDS = 150;

/** Numbers that look like chance, the same in every run. */
let state = 16;
function chance(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const pick = <T>(all: readonly T[]): T => all[chance(all.length)] as T;
const JUNK = [null, [], {}, "", "0x", "0xzz", "-0x1", -1, 1e308, true, "☃".repeat(99), [[[]]], "0xffffffffffffffffff"];
const future = () => `0x${Math.floor(Date.now() / 1000 + 100_000).toString(16)}`;

/** An answer that contradicts itself, the question or the time. */
function contradiction(call: Call): unknown {
  const right = rightAnswer(call);
  if (call.method !== "eth_getBlockByNumber") {
    return pick(JUNK);
  }
  const block = right as Readonly<Record<string, unknown>>;
  return pick<unknown>([
    { ...block, timestamp: future() },
    { ...block, timestamp: "0x1" },
    { ...block, number: "0x7fffffff", timestamp: future() },
    { ...block, hash: pick(JUNK) },
    { ...block, number: pick(JUNK) },
    { ...block, hash: hashAt(chance(1e6), "c"), timestamp: future() },
  ]);
}

/** Every answer is wrong in one of these ways; the slow ones are few, since each costs a whole time-out. */
const WAYS: readonly ((call: Call, response: ServerResponse) => void)[] = [
  (call, response) => answerJson(response, { jsonrpc: "2.0", id: call.id, result: pick(JUNK) }),
  (call, response) => answerJson(response, { jsonrpc: "2.0", id: call.id, result: contradiction(call) }),
  (call, response) => answerJson(response, { jsonrpc: "2.0", id: 77, result: rightAnswer(call) }),
  (call, response) =>
    answerJson(response, { jsonrpc: "2.0", id: call.id, error: pick([...JUNK.slice(1), { message: pick(JUNK) }]) }),
  (_, response) => answerJson(response, pick(JUNK)),
  (call, response) =>
    response.end(JSON.stringify({ id: call.id, result: rightAnswer(call) }).slice(0, -1 - chance(20))),
  (_, response) => response.end(Buffer.from(Array.from({ length: chance(300) }, () => chance(256)))),
  (_, response) => response.end(`${"[".repeat(200_000)}`),
  (_, response) => response.writeHead(pick([204, 301, 404, 429, 500, 503])).end(),
  ({ request }) => request.socket.destroy(),
  (_, response) => {
    response.writeHead(200, { "content-length": "9999" });
    response.write("{");
    setTimeout(() => response.destroy(), 1);
  },
  (_, response) => response.end(pick([`"${"x".repeat(1_500_000)}"`, "{}", "[]"])),
  (_, response) => {
    if (chance(10) > 0) {
      response.end("slow");
    }
  },
];

let server: StandIn | undefined;
afterEach(() => server?.close());

function serve(answer: ConstructorParameters<typeof StandIn>[0]): Promise<string> {
  server = new StandIn(answer);
  return server.listen();
}

function heapBytes(): number {
  v8.setFlagsFromString("--expose-gc");
  vm.runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

test("10,000 answers that are malformed, truncated, huge, slow or contradictory: never a failure, never ready, no memory kept", async () => {
  const url = await serve((call, response) => pick(WAYS)(call, response));
  const settings = readSettings({
    ...ENVIRONMENT,
    EXECUTION_URL: url,
    CONSENSUS_URL: url,
    REFERENCE_URL: url,
    FLEET_URLS: url,
  });
  const lines: string[] = [];
  const output = { metrics: (line: string) => void JSON.parse(line), log: (line: string) => void lines.push(line) };
  const monitor = new Monitor(settings, "node-0", hostClocks, output, 12);
  const observer = new Observer(settings, "node-0", hostClocks, TIMEOUT_MILLISECONDS);
  let answers = 0;
  let polls = 0;
  let before: number | undefined;
  while (answers < ANSWERS) {
    const status = monitor.take(await observer.observe(monitor.former));
    answers += server?.calls.splice(0).length ?? 0;
    polls += 1;
    expect(status.ready).toBe(false);
    expect(status.problems.length).toBeGreaterThan(0);
    expect(Math.max(...status.problems.map(({ length }) => length))).toBeLessThan(500);
    lines.splice(0);
    before ??= answers > ANSWERS / 4 ? heapBytes() : undefined;
  }
  expect(polls).toBeGreaterThan(500);
  expect(heapBytes() - (before as number)).toBeLessThan(4_000_000);
});

test("the same node is ready where its answers are right", async () => {
  let elapsed = 0;
  const clocks = { wall: () => hostClocks.wall() + elapsed, monotonic: () => elapsed };
  const url = await serve((call, response) =>
    answerJson(response, { id: call.id, result: rightAnswer(call, clocks.wall()) }),
  );
  const settings = readSettings({
    ...ENVIRONMENT,
    EXECUTION_URL: url,
    CONSENSUS_URL: "",
    REFERENCE_URL: url,
    FLEET_URLS: "",
  });
  const output = { metrics: () => undefined, log: () => undefined };
  const monitor = new Monitor(settings, "node-0", clocks, output, 12);
  const observer = new Observer(settings, "node-0", clocks, 30_000);
  for (let poll = 0; poll < 8; poll++) {
    elapsed += 12;
    monitor.take(await observer.observe(monitor.former));
  }
  expect(monitor.status).toMatchObject({ verdict: "synced", referenceDifferenceBlocks: 0, lagBlocks: 0 });
});
