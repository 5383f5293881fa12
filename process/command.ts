import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { onInterruption, throwIfInterrupted } from "./interruption";
import { UserError } from "./user-error";

const LAST_LINES = 15;
const KILL_AFTER_MILLISECONDS = 30_000;

/** How to run a command. Every one has a time limit. */
export interface CommandOptions {
  readonly timeoutSeconds: number;
  readonly cwd?: string;
  /** The whole environment. @default this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Gets the command line and all it printed. */
  readonly logFile?: string;
  /** Also shows the output as it comes. @default false */
  readonly show?: boolean;
}

/** What a command left behind. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is not installed. */
class CommandMissing extends UserError {
  constructor(command: string) {
    super(`\`${command}\` must be installed and on the PATH`);
  }
}

/** Runs a command to its end and answers its exit code, whatever it is. */
export async function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  throwIfInterrupted();
  // A process group of its own: the terminal's Ctrl-C reaches the command through us only, so exactly once.
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collectOutput(child, [command, ...args].join(" "), options);
  const stopListening = onInterruption(() => signal(child, "SIGINT"));
  const timers = limitTime(child, options.timeoutSeconds);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) =>
        reject(error.code === "ENOENT" ? new CommandMissing(command) : error),
      );
      child.once("close", (code) => resolve(code ?? 1));
    });
    throwIfInterrupted();
    if (timers.expired()) {
      const what = `\`${command} ${args[0] ?? ""}\` did not end within ${options.timeoutSeconds} s${see(options)}`;
      throw new UserError(`${what}${explanation(output, options)}`);
    }
    return { exitCode, ...output };
  } finally {
    stopListening();
    timers.clear();
  }
}

/** Runs a command that must succeed; its last lines explain where it did not. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const result = await tryCommand(command, args, options);
  if (result.exitCode !== 0) {
    const what = `\`${command} ${args.slice(0, 3).join(" ")}\` exited with ${result.exitCode}${see(options)}`;
    throw new UserError(`${what}${explanation(result, options)}`);
  }
  return result;
}

/** What a command printed; undefined where it failed or is not installed. */
export async function answerOf(
  command: string,
  args: readonly string[],
  timeoutSeconds: number,
): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await tryCommand(command, args, { timeoutSeconds });
    return exitCode === 0 ? stdout.trim() : undefined;
  } catch (error) {
    if (error instanceof CommandMissing) {
      return undefined;
    }
    throw error;
  }
}

/** The last lines of a step's output, each on a line below its complaint. */
export function lastLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(-LAST_LINES)
    .map((line) => `\n  | ${line}`)
    .join("");
}

function explanation(output: Pick<CommandResult, "stdout" | "stderr">, options: CommandOptions): string {
  return options.show ? "" : lastLines(output.stderr.trim() === "" ? output.stdout : output.stderr);
}

function collectOutput(child: ChildProcess, commandLine: string, options: CommandOptions) {
  const output = { stdout: "", stderr: "" };
  const log = (text: string) => options.logFile !== undefined && appendFileSync(options.logFile, text);
  log(`\n$ ${commandLine}\n`);
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      log(text);
      if (options.show) {
        process[stream].write(text);
      }
    });
  }
  return output;
}

function limitTime(child: ChildProcess, seconds: number) {
  let expired = false;
  let lastResort: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => {
    expired = true;
    signal(child, "SIGINT");
    lastResort = setTimeout(() => signal(child, "SIGKILL"), KILL_AFTER_MILLISECONDS);
  }, seconds * 1000);
  return {
    expired: () => expired,
    clear: () => {
      clearTimeout(limit);
      clearTimeout(lastResort);
    },
  };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  try {
    process.kill(-child.pid, name);
  } catch {
    // It ended in between.
  }
}

function see(options: CommandOptions): string {
  return options.logFile === undefined ? "" : ` (see ${options.logFile})`;
}
