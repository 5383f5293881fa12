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
  const { status, stderr } = run({ ETHNODE_CLIENT: "besu" });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'Invalid settings:\n  client (environment variable ETHNODE_CLIENT) must be one of parity, geth; got "besu"\n',
  );
  expect(readdirSync(path.join(outdir, "stacks"))).toEqual([]);
});

test.each([
  [{}, /cannot pass the Merge/],
  [{ ETHNODE_CLIENT: "geth" }, /consensus client/],
])("warns of what %j cannot do on mainnet", (environment, warning) => {
  run(environment);
  const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8"));
  expect(manifest.stacks["mainnet-parity"].annotations).toEqual([
    expect.objectContaining({ level: "@cdktf/warn", message: expect.stringMatching(warning) }),
  ]);
});
