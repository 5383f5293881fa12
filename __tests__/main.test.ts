import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "main-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const run = (environment: NodeJS.ProcessEnv, cwd = path.resolve(__dirname, "..")) =>
  spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd,
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

test("reads the context of cdktf.json by itself where the cdktf command does not hand it over", () => {
  const root = path.resolve(__dirname, "..");
  const app = mkdtempSync(path.join(tmpdir(), "app-"));
  try {
    for (const file of ["package.json", "tsconfig.json", "stacks", "modules", "docker", "node_modules"]) {
      symlinkSync(path.join(root, file), path.join(app, file));
    }
    copyFileSync(path.join(root, "main.ts"), path.join(app, "main.ts"));
    writeFileSync(path.join(app, "cdktf.json"), JSON.stringify({ context: { client: "trinity" } }));
    expect(run({}, app).stderr).toContain("client (context client) must be one of");
    expect(run({ CDKTF_CONTEXT_JSON: "{}" }, app)).toMatchObject({ status: 0 });
  } finally {
    rmSync(app, { recursive: true });
  }
});

test("warns that Parity cannot follow mainnet, and not of those that can", () => {
  const annotations = (environment: NodeJS.ProcessEnv) => {
    const { stderr } = run(environment);
    expect(/^Warning: .*cannot pass the Merge/m.test(stderr)).toBe(environment.ETHNODE_CLIENT === undefined);
    return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")).stacks["mainnet-parity"].annotations;
  };
  expect(annotations({})).toEqual([
    expect.objectContaining({ level: "@cdktf/warn", message: expect.stringMatching(/cannot pass the Merge/) }),
  ]);
  expect(annotations({ ETHNODE_CLIENT: "geth" })).toEqual([]);
});
