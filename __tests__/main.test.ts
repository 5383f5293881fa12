import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "main-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const run = (environment: NodeJS.ProcessEnv, project = path.resolve(__dirname, "..")) =>
  spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: project,
    env: { ...process.env, ...environment, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });

test("synthesizes both stacks", () => {
  expect(run({}).status).toBe(0);
  expect(readdirSync(path.join(outdir, "stacks")).sort()).toEqual(["mainnet-parity", "state"]);
});

test("synthesizes on a machine that has no Terraform", () => {
  expect(run({ PATH: "/nonexistent" }).status).toBe(0);
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
  const project = copyOfProject();
  writeFileSync(path.join(project, "cdktf.json"), JSON.stringify({ context: { client: "trinity" } }));
  const [alone, handedOver] = [run({}, project), run({ CDKTF_CONTEXT_JSON: "{}" }, project)];
  rmSync(project, { recursive: true });
  expect(alone.stderr).toContain("client (context client) must be one of");
  expect(handedOver.status).toBe(0);
});

test.each([
  [
    "a comma too many",
    '{"context": {"nodeCount": 2,}}',
    "be JSON, which goes wrong at line 1, column 29 (a name in double",
  ],
  ["a byte order mark", "\uFEFF{}", "be UTF-8 text without a byte order mark"],
  ["a setting twice", '{"context": {"nodeCount": 2, "nodeCount": 3}}', "have each name once in an object"],
  ["a list for its context", '{"context": []}', "hold an object, and an object as its context"],
  ["a list", "[]", "hold an object, and an object as its context"],
])("fails with the complaint alone when cdktf.json has %s", (_, content, rule) => {
  const project = copyOfProject();
  writeFileSync(path.join(project, "cdktf.json"), content);
  const { status, stderr } = run({}, project);
  rmSync(project, { recursive: true });
  expect(status).toBe(1);
  expect(stderr.split("\n")).toEqual(["Invalid settings:", expect.stringContaining(`  cdktf.json must ${rule}`), ""]);
});

test.each(["modules/node/boot/lib.sh", "docker/entrypoint.sh"])(
  "fails with the complaint alone, and synthesizes nothing, when git wrote a carriage return into %s",
  (file) => {
    const project = copyOfProject();
    const spoiled = path.join(project, file);
    writeFileSync(spoiled, readFileSync(spoiled, "utf8").replaceAll("\n", "\r\n"));
    const { status, stderr } = run({}, project);
    rmSync(project, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^/\\S+/${file} must end its lines with a line feed alone; got a carriage return, .*core\\.autocrlf.*\n$`,
      ),
    );
    expect(readdirSync(path.join(outdir, "stacks"))).toEqual([]);
  },
);

test("names the images without a digest in one warning, with the command and the settings against it", () => {
  const warnings = (environment: NodeJS.ProcessEnv) =>
    run(environment).stderr.match(/^Warning: no digest pins .*$/gm) ?? [];
  const digest = `@sha256:${"0".repeat(64)}`;
  expect(warnings({ ETHNODE_CLIENT: "geth" })).toEqual([
    expect.stringMatching(/ pins sigp\/lighthouse:v[0-9.]+, .*bin\/pin-images.*consensusClientVersion/),
  ]);
  expect(warnings({ ETHNODE_CLIENT: "geth", ETHNODE_CLIENT_VERSION: "v1.17.6" })).toEqual([
    expect.stringMatching(/ pins ethereum\/client-go:v1\.17\.6, sigp\/lighthouse:v[0-9.]+, /),
  ]);
  const pinned = { ETHNODE_CLIENT_VERSION: `v1.17.6${digest}`, ETHNODE_CONSENSUS_CLIENT_VERSION: `v8.2.2${digest}` };
  expect(warnings({ ETHNODE_CLIENT: "geth", ...pinned })).toEqual([]);
  expect(warnings({ ETHNODE_IMAGE: "ghcr.io/acme/parity:1", ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1" })).toEqual(
    [],
  );
});

test("warns that Parity cannot follow mainnet, and not of those that can", () => {
  const annotations = (environment: NodeJS.ProcessEnv) => {
    const { stderr } = run(environment);
    expect(/^Warning: .*cannot pass the Merge/m.test(stderr)).toBe(environment.ETHNODE_CLIENT === undefined);
    return JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")).stacks["mainnet-parity"].annotations;
  };
  const merge = expect.objectContaining({
    level: "@cdktf/warn",
    message: expect.stringMatching(/cannot pass the Merge/),
  });
  expect(annotations({})).toContainEqual(merge);
  expect(annotations({ ETHNODE_CLIENT: "geth" })).not.toContainEqual(merge);
});

function copyOfProject(): string {
  const project = mkdtempSync(path.join(tmpdir(), "checkout-"));
  for (const part of [
    "main.ts",
    "package.json",
    "tsconfig.json",
    "cdktf.json",
    "modules",
    "monitor",
    "stacks",
    "docker",
  ]) {
    cpSync(path.resolve(__dirname, "..", part), path.join(project, part), { recursive: true });
  }
  symlinkSync(path.resolve(__dirname, "../node_modules"), path.join(project, "node_modules"));
  return project;
}
