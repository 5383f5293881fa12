import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { StateDir } from "../../../../lab/state-dir";
import { shell } from "./run-command";

/** Python with the pinned MiniStack: MINISTACK_PYTHON, or the virtual environment of the lab. */
export function emulatorPython(): string {
  return process.env.MINISTACK_PYTHON ?? path.join(StateDir.fromEnvironment().cache, "venv", "bin", "python");
}

/** MiniStack on a port of its own, and the AWS CLI that speaks to it. */
export class Emulator {
  private constructor(
    private readonly process: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(): Promise<Emulator> {
    const port = await freePort();
    const child = spawn(emulatorPython(), ["-c", "from ministack import app; app.main()"], {
      env: { ...process.env, GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1" },
      stdio: "ignore",
    });
    const emulator = new Emulator(child, `http://127.0.0.1:${port}`);
    await emulator.untilHealthy();
    return emulator;
  }

  async stop(): Promise<void> {
    const exited = once(this.process, "exit");
    this.process.kill();
    await exited;
  }

  /** What the AWS CLI needs in its environment to reach the emulator. */
  get environment(): Readonly<Record<string, string>> {
    return { AWS_ENDPOINT_URL: this.url, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  }

  /** Runs the AWS CLI and answers what `--output text` prints. */
  aws(command: string): Promise<string> {
    return shell(`aws --region eu-central-1 --output text ${command}`, { ...process.env, ...this.environment });
  }

  private async untilHealthy(): Promise<void> {
    for (let attempt = 0; attempt < 150; attempt++) {
      const answer = await fetch(`${this.url}/_ministack/health`).catch(() => undefined);
      if (answer?.ok) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the AWS emulator must answer at ${this.url} within 30 s`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
