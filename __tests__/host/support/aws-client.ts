import { type ChildProcessByStdio, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { AwsAnswer } from "../../support/call-aws";

const SERVER = path.join(__dirname, "serve-aws-calls.py");

interface Waiting {
  resolve(answer: AwsAnswer): void;
  reject(error: Error): void;
}

/** Calls the local AWS as any client would, through one process that holds the AWS SDK. */
export class AwsClient {
  private server: ChildProcessByStdio<Writable, Readable, null> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;

  constructor(private readonly local: { readonly emulatorPort: number; readonly emulatorPython: string }) {}

  call(service: string, operation: string, parameters: object = {}): Promise<AwsAnswer> {
    this.server ??= this.start();
    const number = this.calls++;
    const answer = new Promise<AwsAnswer>((resolve, reject) => {
      const fail = (error: Error) => reject(new Error(`${service} ${operation}: ${error.message}`));
      this.waiting.set(number, { resolve, reject: fail });
    });
    this.server.stdin.write(`${JSON.stringify([number, service, operation, parameters])}\n`);
    return answer;
  }

  /** Ends the process; the next call starts another. */
  stop(): void {
    this.server?.stdin.end();
    this.server = undefined;
  }

  private start(): ChildProcessByStdio<Writable, Readable, null> {
    const server = spawn(this.local.emulatorPython, [SERVER], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${this.local.emulatorPort}`,
        AWS_DEFAULT_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
      },
    });
    createInterface(server.stdout).on("line", (line) => {
      const [number, answer, error] = JSON.parse(line);
      const waiting = this.waiting.get(number);
      this.waiting.delete(number);
      if (error === null) {
        waiting?.resolve(answer);
      } else {
        waiting?.reject(new Error(error));
      }
    });
    server.on("close", () => {
      for (const { reject } of this.waiting.values()) {
        reject(new Error(`${SERVER} has ended`));
      }
      this.waiting.clear();
    });
    return server;
  }
}
