import { observeFleet } from "../../monitor/fleet";
import { answerJson, StandIn } from "./support/stand-in-node";
import { STATUS } from "./support/status";

let server: StandIn | undefined;
afterEach(() => server?.close());

const now = () => Date.now() / 1000;
const fresh = () => ({ ...STATUS, nodeName: "node-1", at: new Date().toISOString() });

async function see(status: unknown) {
  server = new StandIn((_, response) => answerJson(response, status));
  const problems: string[] = [];
  const witnesses = await observeFleet([await server.listen()], "node-0", now, 30_000, problems);
  return { witnesses, problems };
}

test("tells height, age and clock of another node", async () => {
  const { problems, witnesses } = await see(fresh());
  expect(problems).toEqual([]);
  expect(witnesses).toMatchObject([{ name: "node-1", isReference: false, height: 21_000_000, blockAgeSeconds: 4.25 }]);
  expect(Math.abs(witnesses[0]?.clockOffsetSeconds ?? Number.NaN)).toBeLessThan(30);
});

test("leaves this node out", async () => {
  expect(await see({ ...fresh(), nodeName: "node-0" })).toEqual({ witnesses: [], problems: [] });
});

test.each(["starting", "unreachable", "forked", "wrong-chain"])("asks none that is %s", async (verdict) => {
  expect(await see({ ...fresh(), verdict, ready: false })).toEqual({ witnesses: [], problems: [] });
});

test("asks one that sees a fork, and is ready", async () => {
  expect((await see({ ...fresh(), verdict: "forked" })).witnesses).toHaveLength(1);
});

test.each([
  ["a status of an hour ago", { ...fresh(), at: new Date(Date.now() - 3_600_000).toISOString() }, "its status is of"],
  ["a height that is none", { ...fresh(), height: "many" }, 'height is no whole number, but "many"'],
  ["blocks that are none", { ...fresh(), blocks: [{ height: 1, hash: "0x" }] }, 'its hash is no hash, but "0x"'],
  ["no object", [], "its status is no object"],
])("does not believe %s", async (_, status, problem) => {
  const seen = await see(status);
  expect(seen.witnesses).toEqual([]);
  expect(seen.problems).toEqual([expect.stringContaining(`monitor 127.0.0.1: ${problem}`)]);
});
