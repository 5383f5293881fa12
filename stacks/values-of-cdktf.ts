import { readFileSync } from "node:fs";
import path from "node:path";
import { SourceError } from "../modules/source-error";

const OPTIONS = ["--var", "--var-file"] as const;

/**
 * Refuses a value that would be ignored without a word: cdktf hands `--var` to Terraform before `--var-file`, whatever their
 * order, and the last one counts. cdktf tells the app nothing of its arguments, so they are read from the system.
 *
 * @param commandLine that of cdktf; undefined where the app was not started by it, or the system does not tell
 * @throws SourceError where a file has a variable too
 */
export function requireNoIgnoredValue(commandLine: readonly string[] | undefined): void {
  const { "--var": values, "--var-file": files } = optionsOf(commandLine ?? []);
  for (const value of values) {
    const [name = ""] = value.split("=");
    const file = files.find((one) => sets(one, name));
    if (file !== undefined) {
      throw new SourceError(
        `--var ${name} must not stand beside a --var-file that has ${name} too, as cdktf lets the file win; got ${file}: ` +
          "take it out of the file, or give a second --var-file behind that one",
      );
    }
  }
}

/** Command line of the cdktf that started this process; undefined where none did, or where there is no /proc. */
export function commandLineOfCdktf(pid = process.ppid): string[] | undefined {
  try {
    for (let above = pid; above > 1; above = parentOf(above)) {
      const words = readFileSync(`/proc/${above}/cmdline`, "utf8").split("\0").slice(0, -1);
      // A program, or a script that Node runs.
      if (words.slice(0, 2).some((word) => ["cdktf", "cdktf.js"].includes(path.basename(word)))) {
        return words;
      }
    }
  } catch {
    // A system without /proc, or a process that is gone.
  }
  return undefined;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** Each option with one value or several, as cdktf takes them. */
function optionsOf(words: readonly string[]): Record<(typeof OPTIONS)[number], string[]> {
  const given = { "--var": [] as string[], "--var-file": [] as string[] };
  let current: string[] | undefined;
  for (const word of words) {
    const option = OPTIONS.find((one) => word === one || word.startsWith(`${one}=`));
    if (option !== undefined) {
      current = given[option];
      current.push(...(word === option ? [] : [word.slice(option.length + 1)]));
    } else if (word.startsWith("-")) {
      current = undefined;
    } else {
      current?.push(word);
    }
  }
  return given;
}

/** Whether a file of values has a variable, in HCL or JSON. One that cannot be read is Terraform's to refuse. */
function sets(file: string, name: string): boolean {
  try {
    const text = readFileSync(file, "utf8");
    return file.endsWith(".json")
      ? Object.hasOwn(JSON.parse(text), name)
      : new RegExp(`^\\s*${name}\\s*=`, "m").test(text);
  } catch {
    return false;
  }
}
