import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { answerOf, lastLines, runCommand, tryCommand } from "../process/command";
import { DetachedProcess } from "../process/detached-process";
import { UserError } from "../process/user-error";
import { waitUntil } from "../process/wait-until";
import { type DebianPackage, ensureDebianPackages, JOIN_DOCKER } from "./debian-packages";
import { PersonNeeded } from "./person-needed";
import type { StateDir } from "./state-dir";

const ANSWER_SECONDS = 15;
const START_SECONDS = 60;
const STOP_SECONDS = 30;

/** Finds the Docker Engine; root gets one installed on a Debian family, and started. */
export async function ensureDockerEngine(state: StateDir, note: (text: string) => void): Promise<void> {
  const found = await engineVersion();
  if (found !== undefined) {
    note(found);
    return;
  }
  await ensureDebianPackages(state, await enginePackages());
  if (process.env.DOCKER_HOST || process.getuid?.() !== 0) {
    throw new PersonNeeded(await complaint());
  }
  // The package may have started it.
  const started = (await engineVersion()) ?? (await startEngine(state));
  note(`${started}, started here`);
}

/** The package with an engine, where none answers and none is named. */
export async function enginePackages(): Promise<readonly DebianPackage[]> {
  return process.env.DOCKER_HOST || (await engineVersion()) !== undefined ? [] : ["docker.io"];
}

/** Stops the engine where this lab started it and nobody else's containers run on it. Answers what became of it. */
export async function stopDockerEngine(state: StateDir): Promise<string> {
  const engine = labEngine(state);
  if (!(await engine.isRunning())) {
    return "left alone: the lab did not start it";
  }
  const others = await answerOf("docker", ["ps", "--quiet"], ANSWER_SECONDS);
  if (others) {
    return `left running: ${others.split("\n").length} containers of others run on it; \`pkill dockerd\` stops it`;
  }
  await engine.stop(STOP_SECONDS);
  return "stopped";
}

/** The engine's address as the command line resolves it, so that the emulator talks to the same one. */
export async function dockerHost(): Promise<string | undefined> {
  if (process.env.DOCKER_HOST !== undefined) {
    return process.env.DOCKER_HOST;
  }
  return answerOf("docker", ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], ANSWER_SECONDS);
}

/** By systemd where it runs, as a process of this lab elsewhere. */
async function startEngine(state: StateDir): Promise<string> {
  const logFile = state.log("dockerd");
  const systemd = existsSync("/run/systemd/system");
  console.log("starting Docker Engine");
  if (systemd) {
    await runCommand("systemctl", ["start", "docker"], { timeoutSeconds: START_SECONDS, logFile });
  } else {
    labEngine(state).start("dockerd", [], { logFile });
  }
  const answers = async () => {
    const version = await engineVersion();
    if (version === undefined && !systemd && !(await labEngine(state).isRunning())) {
      throw new UserError(`dockerd ended at once (see ${logFile})${lastLines(readFileSync(logFile, "utf8"))}`);
    }
    return version;
  };
  const wait = { seconds: START_SECONDS, what: "the Docker Engine to start", hint: `see ${logFile}` };
  return waitUntil(answers, wait);
}

function labEngine(state: StateDir): DetachedProcess {
  return new DetachedProcess(path.join(state.run, "dockerd.pid"), "dockerd");
}

function engineVersion(): Promise<string | undefined> {
  return answerOf("docker", ["version", "--format", "{{.Server.Version}}"], ANSWER_SECONDS);
}

/** What keeps a user from the engine, and what to run against it. */
async function complaint(): Promise<string> {
  if (process.env.DOCKER_HOST) {
    return `Docker Engine does not answer at DOCKER_HOST=${process.env.DOCKER_HOST}: start it, or unset DOCKER_HOST`;
  }
  const { stderr } = await tryCommand("docker", ["version"], { timeoutSeconds: ANSWER_SECONDS });
  return /permission denied/i.test(stderr)
    ? `this user may not talk to the Docker Engine; run\n  ${JOIN_DOCKER}`
    : `Docker Engine does not answer, and only root may start it; run\n  sudo systemctl start docker\n  ${JOIN_DOCKER}`;
}
