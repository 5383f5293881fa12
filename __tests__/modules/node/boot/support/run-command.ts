import { tryCommand } from "../../../../../process/command";

/** A test's own limit ends long before; the longest, a system's installation, takes minutes. */
const TIMEOUT_SECONDS = 1_800;

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end without blocking this process, so that a server in it can answer meanwhile. */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  const { exitCode, ...output } = await tryCommand(program, args, {
    timeoutSeconds: TIMEOUT_SECONDS,
    env: environment,
  });
  return { status: exitCode, ...output };
}

/** Runs a shell script that prepares or inspects a test; throws with its output when it fails. */
export async function shell(script: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const result = await runCommand("bash", ["-euo", "pipefail", "-c", script], environment);
  if (result.status !== 0) {
    throw new Error(`exit ${result.status} from: ${script}\n${result.stderr}`);
  }
  return result.stdout.trim();
}
