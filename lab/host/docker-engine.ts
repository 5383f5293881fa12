import { existsSync } from "node:fs";
import path from "node:path";
import { answerOf, runCommand } from "../process/command";
import { DetachedProcess } from "../process/detached-process";
import { LabError } from "../process/lab-error";
import { waitUntil } from "../process/wait-until";
import type { StateDir } from "../state-dir";

const ANSWER_SECONDS = 15;
const START_SECONDS = 60;
const STOP_SECONDS = 30;
const INSTALL_SECONDS = 300;

/** Finds the Docker Engine; as root on Debian with CI=true it installs and starts one. */
export async function ensureDockerEngine(state: StateDir, note: (text: string) => void): Promise<void> {
  const found = await engineVersion();
  if (found !== undefined) {
    note(found);
    return;
  }
  const mayInstall = process.env.CI === "true" && process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (!mayInstall) {
    throw new LabError(await complaint());
  }
  const logFile = state.log("dockerd");
  if (!existsSync("/usr/sbin/dockerd")) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await runCommand("apt-get", ["update", "-q"], { timeoutSeconds: INSTALL_SECONDS, env, logFile });
    const install = ["install", "-y", "-q", "docker.io"];
    await runCommand("apt-get", install, { timeoutSeconds: INSTALL_SECONDS, env, logFile });
  }
  // The package may have started it.
  if ((await engineVersion()) === undefined) {
    labEngine(state).start("dockerd", [], { logFile });
  }
  const version = await waitUntil(engineVersion, {
    seconds: START_SECONDS,
    what: "the Docker Engine to start",
    hint: `see ${logFile}`,
  });
  note(`${version}, started here`);
}

/** Stops the engine where this lab started it. Answers whether it did. */
export async function stopDockerEngine(state: StateDir): Promise<boolean> {
  const engine = labEngine(state);
  const ours = await engine.isRunning();
  await engine.stop(STOP_SECONDS);
  return ours;
}

/** The engine's address as the command line resolves it, so that the emulator talks to the same one. */
export async function dockerHost(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST !== undefined) {
    return process.env.DOCKER_HOST;
  }
  return answerOf("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], ANSWER_SECONDS);
}

function labEngine(state: StateDir): DetachedProcess {
  return new DetachedProcess(path.join(state.run, "dockerd.pid"), "dockerd");
}

function engineVersion(): Promise<string | undefined> {
  return answerOf("docker", ["version", "--format", "{{.Server.Version}}"], ANSWER_SECONDS);
}

async function complaint(): Promise<string> {
  return (await answerOf("docker", ["--version"], ANSWER_SECONDS)) === undefined
    ? "Docker is missing: install Docker Engine (Debian: docker.io)"
    : "Docker Engine does not answer: start it (systemctl start docker), or name it with DOCKER_HOST";
}
