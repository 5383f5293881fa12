import path from "node:path";
import { runCommand } from "../../modules/node/boot/support/run-command";
import type { AwsAnswer } from "../../support/call-aws";

const SCRIPT = path.resolve(__dirname, "../../support/call-aws.py");

/** Calls the local AWS as any client would, without standing in the way of the servers in this process. */
export class AwsClient {
  constructor(private readonly local: { readonly emulatorPort: number; readonly emulatorPython: string }) {}

  async call(service: string, operation: string, parameters: object = {}): Promise<AwsAnswer> {
    const args = [SCRIPT, service, operation, JSON.stringify(parameters)];
    const { status, stdout, stderr } = await runCommand(this.local.emulatorPython, args, {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${this.local.emulatorPort}`,
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    if (status !== 0) {
      throw new Error(`${service} ${operation}: ${stderr.trim().split("\n").at(-1)}`);
    }
    return JSON.parse(stdout);
  }
}
