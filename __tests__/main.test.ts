import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "main-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const run = (environment: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: path.resolve(__dirname, ".."),
    env: { ...process.env, ...environment, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });

test("synthesizes both stacks", () => {
  expect(run({}).status).toBe(0);
  expect(readdirSync(path.join(outdir, "stacks")).sort()).toEqual(["mainnet-parity", "state"]);
});

test("fails with the complaint alone, and synthesizes nothing, when a setting is bad", () => {
  const { status, stderr } = run({ ETHNODE_CLIENT: "trinity" });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'Invalid settings:\n  client (environment variable ETHNODE_CLIENT) must be one of parity, geth, nethermind, besu, reth, erigon; got "trinity"\n',
  );
  expect(readdirSync(path.join(outdir, "stacks"))).toEqual([]);
});

test("warns that Parity cannot follow mainnet, and not of those that can", () => {
  const annotations = (environment: NodeJS.ProcessEnv) => {
    run(environment);
    return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")).stacks["mainnet-parity"].annotations;
  };
  expect(annotations({})).toEqual([
    expect.objectContaining({ level: "@cdktf/warn", message: expect.stringMatching(/cannot pass the Merge/) }),
  ]);
  expect(annotations({ ETHNODE_CLIENT: "geth" })).toEqual([]);
});
