import { spawn } from "node:child_process";

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end without blocking this process, so that a server in it can answer meanwhile. */
export function runCommand(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => {
      output.stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output.stderr += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ status: code ?? -1, ...output }));
  });
}

/** Runs a shell script that prepares or inspects a test; throws with its output when it fails. */
export async function shell(script: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const result = await runCommand("bash", ["-euo", "pipefail", "-c", script], environment);
  if (result.status !== 0) {
    throw new Error(`exit ${result.status} from: ${script}\n${result.stderr}`);
  }
  return result.stdout.trim();
}
