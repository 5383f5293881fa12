import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stopDockerEngine } from "../../machine/docker-engine";
import { StateDir } from "../../machine/state-dir";
import { baseImage } from "../docker/support/client-image";
import { docker, tryDocker } from "../docker/support/docker";

const CONTAINER = `ethereum-node-test-other-${process.pid}`;

let state: StateDir;

/** In the place of the engine that this lab started: the real one must live on. */
let engine: ChildProcess;

beforeEach(() => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "engine-")));
  state.create();
  engine = spawn("bash", ["-c", "exec -a dockerd sleep 60"]);
  writeFileSync(path.join(state.run, "dockerd.pid"), String(engine.pid));
});

afterEach(() => {
  tryDocker("rm", "--force", CONTAINER);
  engine.kill("SIGKILL");
  rmSync(state.root, { recursive: true });
});

test("an engine on which others run containers outlives the lab that started it", async () => {
  docker("run", "--detach", `--name=${CONTAINER}`, "--entrypoint=/bin/sh", baseImage(), "-c", "sleep 60");
  expect(await stopDockerEngine(state)).toMatch(/^left running: \d+ containers of others/);
  expect(engine.signalCode).toBeNull();
});

test("an engine that somebody else started is left alone", async () => {
  rmSync(path.join(state.run, "dockerd.pid"));
  expect(await stopDockerEngine(state)).toBe("left alone: the lab did not start it");
  expect(engine.signalCode).toBeNull();
});
