import { readFileSync } from "node:fs";
import { type CommandOptions, lastLines, tryCommand } from "../process/command";
import { UserError } from "../process/user-error";

/** The first package that a requirements file pins, as `<name>==<version>`. */
export function firstRequirement(requirements: string): string {
  return /^\S+==\S+/m.exec(readFileSync(requirements, "utf8"))?.[0] ?? "";
}

/** Runs a pip command over a requirements file, and takes nothing but wheels whose sums the file holds. */
export async function runPip(
  python: string,
  args: readonly string[],
  requirements: string,
  options: CommandOptions,
): Promise<void> {
  // A source package would bring build tools, of which the file holds no sum.
  const pinned = ["--require-hashes", "--only-binary=:all:", "--requirement", requirements];
  const { exitCode, stderr } = await tryCommand(python, ["-m", "pip", ...args, "--quiet", ...pinned], options);
  if (exitCode === 0) {
    return;
  }
  const [, name, got] = /^ +(\S+) from [\s\S]*? Got +([0-9a-f]{64})/m.exec(stderr) ?? [];
  throw new UserError(
    name === undefined
      ? `pip ${args[0]} exited with ${exitCode}${lastLines(stderr)}`
      : `${name} must have a SHA-256 sum that ${requirements} holds; got ${got}: nothing of it was used`,
  );
}
