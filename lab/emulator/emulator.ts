import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { dockerHost } from "../../machine/docker-engine";
import { isListening } from "../../machine/ports";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import type { StateDir } from "../../machine/state-dir";
import { answerOf, lastLines, runCommand } from "../../process/command";
import { DetachedProcess } from "../../process/detached-process";
import { UserError } from "../../process/user-error";
import { waitUntil } from "../../process/wait-until";
import { REGION } from "../lab-settings";

const FOLDER = __dirname;
const LAUNCHER = path.join(FOLDER, "launch.py");
const START_SECONDS = 60;
const STOP_SECONDS = 20;
const DOCKER_SECONDS = 60;

/** The local AWS of one lab. */
export class Emulator {
  readonly endpoint: string;
  private readonly process: DetachedProcess;
  /** Names the lab on its containers, so that two labs, even on one port in turn, never remove each other's. */
  private readonly hostName: string;

  constructor(
    private readonly state: StateDir,
    readonly port: number,
  ) {
    this.hostName = `ethnode-lab-${createHash("sha256").update(state.root).digest("hex").slice(0, 12)}`;
    this.endpoint = `http://localhost:${port}`;
    this.process = new DetachedProcess(path.join(state.run, "emulator.pid"), LAUNCHER);
  }

  /** Makes the virtual environment where it is missing or older than requirements.txt. */
  async install(python: string): Promise<void> {
    await ensurePythonEnvironment(python, {
      folder: this.state.venv,
      requirements: path.join(FOLDER, "requirements.txt"),
      logFile: this.state.log("install"),
    });
  }

  /** Refuses a port that something else than this lab's emulator holds. */
  async requirePort(): Promise<void> {
    if (!(await this.process.isRunning()) && (await isListening(this.port))) {
      throw new UserError(
        `port ${this.port} is in use by something that this lab did not start: set LAB_PORT to a free port`,
      );
    }
  }

  /** Starts it, or goes on with the one that this lab started before. Answers whether it is a new one, empty as a new account. */
  async start(note: (text: string) => void): Promise<boolean> {
    const reused = await this.process.isRunning();
    if (reused) {
      note("already running");
    } else {
      this.process.start(this.state.python, [LAUNCHER], { logFile: this.log, env: await this.environment() });
    }
    const healthy = async () => {
      if (!(await this.process.isRunning())) {
        throw new UserError(
          `the local AWS ended at once (see ${this.log})${lastLines(readFileSync(this.log, "utf8"))}`,
        );
      }
      return (await this.isHealthy()) ? true : undefined;
    };
    await waitUntil(healthy, {
      seconds: START_SECONDS,
      what: `the local AWS at ${this.endpoint}`,
      hint: `see ${this.log}`,
    });
    return !reused;
  }

  /** Whether this lab's emulator is up. */
  isRunning(): Promise<boolean> {
    return this.process.isRunning();
  }

  /** Ends it and removes the containers that it started. Answers how many. */
  async stop(): Promise<number> {
    const containers = await this.containers();
    await this.process.stop(STOP_SECONDS);
    const left = await this.containers();
    if (left.length > 0) {
      await runCommand("docker", ["rm", "--force", "--volumes", ...left], { timeoutSeconds: DOCKER_SECONDS });
    }
    return containers.length;
  }

  /** Ids of the containers that it started, running or not. */
  async containers(): Promise<string[]> {
    const filter = `label=ministack.instance=${this.hostName}:${this.port}`;
    const ids = await answerOf("docker", ["ps", "--all", "--quiet", "--filter", filter], DOCKER_SECONDS);
    return ids ? ids.split("\n") : [];
  }

  private get log(): string {
    return this.state.log("emulator");
  }

  private async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.endpoint}/_ministack/health`, { signal: AbortSignal.timeout(3000) })).ok;
    } catch {
      return false;
    }
  }

  private async environment(): Promise<NodeJS.ProcessEnv> {
    const host = await dockerHost();
    return {
      ...process.env,
      ...(host === undefined ? {} : { DOCKER_HOST: host }),
      // It can start containers, so nobody but this machine may talk to it.
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(this.port),
      MINISTACK_HOSTNAME: this.hostName,
      MINISTACK_REGION: REGION,
      // Servers with fixed ports, on which a second lab would stumble.
      IOT_MTLS_ENABLED: "false",
      SFTP_ENABLED: "false",
      TMPDIR: this.state.run,
    };
  }
}
