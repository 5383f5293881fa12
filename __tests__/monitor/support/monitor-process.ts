import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MonitorEnv, Status } from "../../../modules/monitor-contract";
import { bundleMonitor, bundleProgram } from "../../../monitor/bundle";
import { MONITOR_NODE_FLAGS } from "../../../monitor/node-flags";
import { eventually, WAIT_SECONDS } from "../../support/eventually";
import { ENVIRONMENT } from "./environment";

/** How fast a monitor of a test looks. */
export interface TestPace {
  readonly pollSeconds: number;
  readonly callTimeoutMilliseconds: number;
}

/** The bundle as a process of its own, with the flags that it has in its container. */
export class MonitorProcess {
  stdout = "";
  stderr = "";
  readonly folder = mkdtempSync(path.join(tmpdir(), "monitor-"));
  private child: ChildProcess | undefined;
  private port = 0;

  /** @param pace with none it is the program as it is delivered */
  constructor(
    private readonly environment: Partial<MonitorEnv>,
    private readonly pace?: TestPace,
    nodeName = "node-0",
  ) {
    const text = pace === undefined ? bundleMonitor() : bundleProgram(path.join(__dirname, "paced-monitor.ts"));
    writeFileSync(this.file("monitor.js"), text);
    writeFileSync(this.file("node-name"), `${nodeName}\n`);
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** As the host does. */
  writeRpcHosts(...names: string[]): void {
    writeFileSync(this.file("rpc-hosts"), `${names.join("\n")}\n`);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  async start(port?: number): Promise<void> {
    this.port = port ?? (await freePort());
    const own: Partial<MonitorEnv> = {
      CONSENSUS_URL: "",
      REFERENCE_URL: "",
      FLEET_URLS: "",
      DATA_DIRECTORY: this.folder,
      NODE_NAME_FILE: this.file("node-name"),
      RPC_HOSTS_FILE: this.file("rpc-hosts"),
      PLANNED_WORK_FILE: this.file("planned-work"),
      LISTEN_PORT: String(this.port),
    };
    const args =
      this.pace === undefined ? [] : [String(this.pace.pollSeconds), String(this.pace.callTimeoutMilliseconds)];
    this.child = spawn(process.execPath, [...MONITOR_NODE_FLAGS, this.file("monitor.js"), ...args], {
      env: { ...ENVIRONMENT, ...own, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (text) => {
      this.stdout += text;
    });
    this.child.stderr?.on("data", (text) => {
      this.stderr += text;
    });
  }

  /** Exit code of a process that ends by itself, or by the signal. */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null) {
      return child?.exitCode ?? null;
    }
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    if (signal !== undefined) {
      child.kill(signal);
    }
    return ended;
  }

  async status(): Promise<Status | undefined> {
    const response = await fetch(`${this.url}/status`).catch(() => undefined);
    return response?.status === 200 ? ((await response.json()) as Status) : undefined;
  }

  async readyCode(): Promise<number> {
    return (await fetch(`${this.url}/ready`)).status;
  }

  /** Waits until the status is one that is looked for. */
  async until(what: string, is: (status: Status) => boolean): Promise<Status> {
    let last: Status | undefined;
    try {
      return await eventually(what, WAIT_SECONDS, async () => {
        last = await this.status();
        return last !== undefined && is(last) ? last : undefined;
      });
    } catch (error) {
      throw new Error(`${(error as Error).message}; it is ${JSON.stringify(last)}; ${this.stderr}`);
    }
  }

  residentBytes(): number {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1]);
  }

  /** Of a core, since it was started. */
  cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    // Ticks of a hundredth of a second, as on every Linux.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  lines(): string[] {
    return this.stdout.trimEnd().split("\n").filter(Boolean);
  }

  async remove(): Promise<void> {
    await this.end("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
