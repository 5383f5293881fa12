import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Emulator } from "../../lab/emulator/emulator";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import { PROJECT_ROOT, StateDir } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import { SHELL_IMAGE } from "../../modules/image/client-image-build";
import { NODE_IMAGE } from "../../modules/image/monitor-image-build";
import { baseImage, removeImages } from "../docker/support/client-image";
import { docker, tryDocker } from "../docker/support/docker";

/** bin/image as a user runs it: the real Docker and the real AWS CLI, against the registry and the API of the local AWS. */
const PORT = Number(process.env.LAB_PORT || 4576);
const REGISTRY = "000000000000.dkr.ecr.eu-central-1.amazonaws.com";
const VERSION = `v0.0.${process.pid}`;
const BASE = `${geth.image}:${VERSION}`;
/** What else is built from, where this machine lacks it: the base image of the client takes its place. */
const absent = [SHELL_IMAGE, NODE_IMAGE]
  .map(({ repository, tag }) => `${repository}:${tag}`)
  .filter((image) => tryDocker("image", "inspect", image).exitCode !== 0);
const SETTINGS = {
  ETHNODE_CLIENT: "geth",
  ETHNODE_CHAIN: "dev",
  ETHNODE_CLIENT_VERSION: VERSION,
  ETHNODE_ARCHITECTURE: process.arch === "arm64" ? "arm64" : "x86_64",
  ETHNODE_REGION: "eu-central-1",
};

const folder = mkdtempSync(path.join(tmpdir(), "publish-"));
const calls = path.join(folder, "docker-calls");
const state = new StateDir(path.join(folder, "state"));
const emulator = new Emulator(state, PORT);

beforeAll(async () => {
  symlinkCache();
  state.create();
  await ensurePythonEnvironment(state.python, {
    folder: path.join(state.cache, "aws-cli"),
    requirements: path.join(PROJECT_ROOT, "__tests__/host/support/aws-cli.requirements.txt"),
    logFile: state.log("aws-cli"),
  });
  await emulator.requirePort();
  await emulator.start(() => {});
  for (const image of [BASE, ...absent]) {
    docker("tag", baseImage(), image);
  }
  writeDocker();
});

afterAll(async () => {
  await emulator.stop();
  const names = docker("image", "ls", "--format={{.Repository}}:{{.Tag}}", `localhost:${PORT}/*/*`).split("\n");
  removeImages(BASE, ...names.filter(Boolean), ...absent);
  rmSync(folder, { recursive: true, force: true });
});

function symlinkCache(): void {
  mkdirSync(state.root, { recursive: true });
  symlinkSync(StateDir.fromEnvironment().cache, state.cache);
}

/** Docker under the name that ECR has in AWS; it notes what it is called for. */
function writeDocker(): void {
  const real = spawnSync("bash", ["-c", "command -v docker"], { encoding: "utf8" }).stdout.trim();
  const local = [`echo "$1" >>${calls}`, `exec ${real} "\${@//${REGISTRY}/localhost:${PORT}}"`];
  mkdirSync(path.join(folder, "bin"));
  writeFileSync(path.join(folder, "bin", "docker"), ["#!/bin/bash", ...local, ""].join("\n"), { mode: 0o755 });
}

/** A checkout of its own, as a fresh runner has it; no registry is at hand for images by digest. */
function checkOut(name: string): string {
  const checkout = path.join(folder, name);
  for (const part of [
    "bin",
    "docker",
    "machine",
    "modules",
    "monitor",
    "process",
    "publish",
    "stacks",
    "cdktf.json",
    "main.ts",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(path.join(PROJECT_ROOT, part), path.join(checkout, part), { recursive: true });
  }
  symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(checkout, "node_modules"));
  writeFileSync(path.join(checkout, "modules/image/base-image-digests.json"), "{}\n");
  return checkout;
}

function run(checkout: string, command: string, args: string[], settings: Record<string, string> = {}) {
  rmSync(calls, { force: true });
  writeFileSync(calls, "");
  const { status, stderr, stdout } = spawnSync(command, args, {
    cwd: checkout,
    encoding: "utf8",
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ETHNODE_"))),
      PATH: `${path.join(folder, "bin")}:${path.join(state.cache, "aws-cli", "bin")}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      DOCKER_BUILDKIT: "0",
      ...SETTINGS,
      ...settings,
    },
  });
  return { status, stderr, stdout, docker: readFileSync(calls, "utf8").split("\n").filter(Boolean) };
}

const image = (checkout: string, args: string[], settings = {}) => run(checkout, "bin/image", args, settings);

/** The stack as it is synthesized with these settings. */
function synthesized(checkout: string, settings: Record<string, string>): string {
  const { status, stderr } = run(checkout, "node", ["--import", "tsx", "main.ts"], settings);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return readFileSync(path.join(checkout, "cdktf.out/stacks/mainnet-parity/cdk.tf.json"), "utf8");
}

test("two fresh checkouts get the same images: the first builds and pushes them, the second finds them", () => {
  const [one, two] = [checkOut("one"), checkOut("two")];

  const missing = image(one, ["images"]);
  expect(missing).toMatchObject({ status: 1, stdout: "", docker: [] });
  expect(missing.stderr).toBe(
    "image: the ECR repository images/geth must exist in eu-central-1: make it, or say --create-repositories; got none\n",
  );

  const first = image(one, ["images", "--create-repositories"]);
  expect(first).toMatchObject({ status: 0, docker: ["build", "image", "push", "build", "image", "push"] });
  const uri = (container: string, version: string) =>
    `${REGISTRY}/images/${container}:${version.replaceAll(".", "[.]")}-[0-9a-f]{16}@sha256:[0-9a-f]{64}`;
  expect(first.stdout).toMatch(
    new RegExp(`^ETHNODE_IMAGE=${uri("geth", VERSION)}\\nETHNODE_MONITOR_IMAGE=${uri("monitor", NODE_IMAGE.tag)}\\n$`),
  );
  expect(first.stderr).toContain("scanned: 0 critical, 0 high, 0 medium, 0 low");

  const second = image(two, ["images"]);
  expect(second).toMatchObject({ status: 0, stdout: first.stdout, docker: [] });

  // What no runner can plan anew: neither stack knows of Docker, and they are the same to the byte.
  const given = Object.fromEntries(
    first.stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const stack = synthesized(one, given);
  expect(stack).toBe(synthesized(two, given));
  expect(stack).not.toContain("docker_");
  // Stale or right, its own answer is no input of the command.
  expect(image(two, ["images"], { ETHNODE_IMAGE: `${REGISTRY}/x:1` })).toMatchObject({
    status: 0,
    stdout: first.stdout,
  });
});

test("says loudly that nothing scanned an image, and refuses tags that can be moved", () => {
  const checkout = checkOut("three");
  const settings = { ETHNODE_MONITOR: "false" };
  const create = (name: string, mutability: string) =>
    run(checkout, "aws", [
      ...["ecr", "create-repository", "--region=eu-central-1", `--repository-name=${name}/geth`],
      `--image-tag-mutability=${mutability}`,
    ]);
  expect(create("mutable", "MUTABLE").status).toBe(0);
  const refused = image(checkout, ["mutable"], settings);
  expect(refused).toMatchObject({ status: 1, stdout: "", docker: [] });
  expect(refused.stderr).toContain("mutable/geth must have immutable tags");

  expect(create("unscanned", "IMMUTABLE").status).toBe(0);
  const unscanned = image(checkout, ["unscanned"], settings);
  expect(unscanned.status).toBe(0);
  expect(unscanned.stderr).toMatch(/^image: WARNING: .* was NOT SCANNED: the repository scans nothing on push$/m);
});

test.each([
  [
    ["mainnet-parity", "--create-repositories"],
    /must not be mainnet-parity with --create-repositories, .*; got "mainnet-parity"$/m,
  ],
  [["Images"], /the prefix of the repositories must be one name of an ECR repository.*got "Images"/],
  [["images", "--fail-on", "bad"], /--fail-on must be one of critical, high, medium, low, none; got "bad"/],
])("refuses %j in one line, before any call", (args, line) => {
  const { status, stderr, stdout } = image(PROJECT_ROOT, args as string[]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(line as RegExp);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});
