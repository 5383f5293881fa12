import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { terraformAtHand } from "../../machine/terraform-program";
import { lockFileOf } from "../../stacks/provider-lock";

const ROOT = path.resolve(__dirname, "../..");
const terraform = terraformAtHand(StateDir.fromEnvironment());
const lockFile = lockFileOf(terraform?.command);
const STACKS = ["mainnet-parity", "state"];
const PROVIDERS = { "hashicorp/aws": "6.25.0", "kreuzwerker/docker": "3.6.2" };

/** A checkout without a committed lock file, and a mirror: init only takes the sums of a provider, so any file will do as one. */
let project: string;
let mirror: string;
let registry: string;
beforeAll(() => {
  registry = registryOf(terraform?.command ?? "terraform");
});
beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), "locks-"));
  project = path.join(folder, "project");
  mirror = path.join(folder, "mirror");
  const parts = ["main.ts", "package.json", "tsconfig.json", "cdktf.json"];
  for (const part of [...parts, "modules", "monitor", "stacks", "docker", "pins", "machine", "process"]) {
    cpSync(path.join(ROOT, part), path.join(project, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
  mkdirSync(path.dirname(committed(lockFile)), { recursive: true });
  rmSync(committed("terraform.lock.hcl"), { force: true });
  rmSync(committed("tofu.lock.hcl"), { force: true });
  for (const [provider, version] of Object.entries(PROVIDERS)) {
    for (const platform of ["linux_amd64", "linux_arm64"]) {
      const place = path.join(mirror, registry, provider, version, platform);
      mkdirSync(place, { recursive: true });
      writeFileSync(path.join(place, `terraform-provider-${path.basename(provider)}_v${version}`), platform);
    }
  }
});
afterEach(() => rmSync(path.dirname(project), { recursive: true }));

test("what bin/lock-providers wrote is beside both stacks, with no more than they require, and a read-only init goes by it", () => {
  expect(lockProviders()).toMatchObject({ status: 0 });
  expect(readFileSync(committed(lockFile), "utf8").match(/"h1:/g)).toHaveLength(4);
  const { status, stderr } = synth();
  expect({ status, warned: stderr.includes("lock-providers") }).toEqual({ status: 0, warned: false });
  expect(STACKS.map(lockedProviders)).toEqual([Object.keys(PROVIDERS), ["hashicorp/aws"]]);
  for (const stack of STACKS) {
    expect(init(stack)).toMatchObject({ status: 0 });
  }
  expect(synth({ ETHNODE_IMAGE: "ghcr.io/acme/parity:1", ETHNODE_MONITOR: "false" })).toMatchObject({ status: 0 });
  expect(lockedProviders("mainnet-parity")).toEqual(["hashicorp/aws"]);
  expect(init("mainnet-parity")).toMatchObject({ status: 0 });
});

test("a read-only init refuses a provider other than the locked one, and a stack without a lock", () => {
  lockProviders();
  synth();
  const provider = path.join(
    mirror,
    registry,
    "hashicorp/aws",
    "6.25.0",
    platformHere(),
    "terraform-provider-aws_v6.25.0",
  );
  writeFileSync(provider, "another");
  expect(init("state")).toMatchObject({ status: 1, stderr: expect.stringContaining("checksums") });
  rmSync(lockOf("state"));
  expect(init("state")).toMatchObject({ status: 1, stderr: expect.stringContaining("read-only") });
});

test("synth names the command in one line where no lock is committed, and fails not", () => {
  const { status, stderr } = synth();
  expect(status).toBe(0);
  expect(stderr.match(/^.*lock-providers.*$/gm)).toEqual([
    expect.stringContaining(`Warning: stacks/provider-locks/${lockFile} is missing`),
  ]);
  expect(STACKS.map(lockOf).filter(existsSync)).toEqual([]);
});

test("the lock of Terraform does not count for OpenTofu", () => {
  writeFileSync(committed("terraform.lock.hcl"), "");
  expect(synth({ TERRAFORM_BINARY_NAME: "/opt/tofu-1.10.6" }).stderr).toContain(
    "provider-locks/tofu.lock.hcl is missing",
  );
});

test("synth refuses a lock of another version than the stacks require, in one line", () => {
  lockProviders();
  const stale = readFileSync(committed(lockFile), "utf8").replaceAll("6.25.0", "6.24.0");
  writeFileSync(committed(lockFile), stale);
  expect(synth()).toMatchObject({
    status: 1,
    stderr: `stacks/provider-locks/${lockFile} must hold hashicorp/aws 6.25.0, which the stacks require: run bin/lock-providers; got 6.24.0\n`,
  });
});

test("bin/lock-providers refuses a program that would write the lock of the other", () => {
  const program = path.join(path.dirname(project), "opentofu");
  writeFileSync(program, "#!/bin/sh\necho OpenTofu v1.12.6\n", { mode: 0o755 });
  const { status, stderr } = lockProviders({ TERRAFORM_BINARY_NAME: program });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /^lock-providers: TERRAFORM_BINARY_NAME must name OpenTofu by a file .*opentofu, which is OpenTofu 1\.12\.6\n$/,
    ),
  });
});

test("bin/lock-providers leaves the lock alone, and says why, where the providers cannot be had", () => {
  rmSync(path.join(mirror, registry, "kreuzwerker"), { recursive: true });
  const { status, stderr } = lockProviders();
  expect(status).toBe(1);
  expect(stderr).toContain("kreuzwerker/docker");
  expect(existsSync(committed(lockFile))).toBe(false);
});

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TERRAFORM_BINARY_NAME: terraform?.command, ...environment };
  return spawnSync(path.resolve(project, command), args, { cwd: project, env, encoding: "utf8", timeout: 60_000 });
}

/** As bin/lock-providers does, which would install packages first. */
function lockProviders(environment: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ["--import", "tsx", "pins/lock-providers.ts", mirror], environment);
}

function synth(environment: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, ["--import", "tsx", "main.ts"], environment);
}

function init(stack: string) {
  const config = path.join(path.dirname(project), "terraform.rc");
  const file = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
  writeFileSync(config, file);
  const args = [`-chdir=${folderOf(stack)}`, "init", "-backend=false", "-input=false", "-no-color"];
  return spawnSync(terraform?.command ?? "terraform", args, {
    env: {
      ...process.env,
      TF_CLI_CONFIG_FILE: config,
      TF_CLI_ARGS_init: "-lockfile=readonly",
      CHECKPOINT_DISABLE: "1",
    },
    encoding: "utf8",
    timeout: 60_000,
  });
}

/** Where the program looks for providers, as it says itself. */
function registryOf(command: string): string {
  const cwd = mkdtempSync(path.join(tmpdir(), "registry-"));
  const required = { required_providers: { aws: { source: "hashicorp/aws" } } };
  writeFileSync(path.join(cwd, "main.tf.json"), JSON.stringify({ terraform: required }));
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const { stdout } = spawnSync(command, ["providers"], { cwd, env, encoding: "utf8", timeout: 60_000 });
  rmSync(cwd, { recursive: true });
  return /provider\[([^/\]]+)\/hashicorp/.exec(stdout)?.[1] ?? "";
}

const folderOf = (stack: string) => path.join(project, "cdktf.out", "stacks", stack);
const lockOf = (stack: string) => path.join(folderOf(stack), ".terraform.lock.hcl");
const committed = (file: string) => path.join(project, "stacks", "provider-locks", file);
const platformHere = () => `linux_${process.arch === "arm64" ? "arm64" : "amd64"}`;

function lockedProviders(stack: string): string[] {
  return [...readFileSync(lockOf(stack), "utf8").matchAll(/^provider "[^/]+\/([^"]+)"/gm)].map(
    ([, name]) => name as string,
  );
}
