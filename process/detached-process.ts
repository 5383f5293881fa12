import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tryCommand } from "./command";
import { waitUntil } from "./wait-until";

/** A server that outlives `bin/lab up`, known by its pid file. */
export class DetachedProcess {
  /**
   * @param pidFile remembers the process between two runs of the lab
   * @param sign part of its command line, so that a reused process id is never taken for it
   */
  constructor(
    private readonly pidFile: string,
    private readonly sign: string,
  ) {}

  /** Starts it in a session of its own, with its output in a log file. */
  start(command: string, args: readonly string[], options: { logFile: string; env?: NodeJS.ProcessEnv }): void {
    const log = openSync(options.logFile, "a");
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", log, log],
      env: options.env ?? process.env,
    });
    // The caller waits for the server to answer, which tells more than the event would.
    child.on("error", () => undefined);
    writeFileSync(this.pidFile, String(child.pid ?? ""));
    child.unref();
  }

  /** Whether the process of the pid file is still this one. */
  async isRunning(): Promise<boolean> {
    const pid = this.pid();
    if (pid === undefined) {
      return false;
    }
    const { exitCode, stdout } = await tryCommand("ps", ["-o", "stat=,args=", "-p", String(pid)], {
      timeoutSeconds: 10,
    });
    return exitCode === 0 && !stdout.trimStart().startsWith("Z") && stdout.includes(this.sign);
  }

  /** Ends it in order, by force where it does not end by itself. */
  async stop(seconds: number): Promise<void> {
    const pid = this.pid();
    if (pid !== undefined && (await this.isRunning())) {
      process.kill(pid, "SIGTERM");
      const gone = async () => ((await this.isRunning()) ? undefined : true);
      await waitUntil(gone, { seconds, what: this.sign }).catch(() => process.kill(pid, "SIGKILL"));
    }
    rmSync(this.pidFile, { force: true });
  }

  private pid(): number | undefined {
    const pid = existsSync(this.pidFile) ? Number.parseInt(readFileSync(this.pidFile, "utf8"), 10) : Number.NaN;
    return Number.isNaN(pid) ? undefined : pid;
  }
}
