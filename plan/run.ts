import { parseArgs } from "node:util";
import { BadInput } from "./bad-input";
import type { Plan } from "./plan";
import { readPlan } from "./read-plan";
import type { Style } from "./report";

export interface Command {
  readonly plan: Plan;
  readonly style: Style;
  /** Values of the options of this program alone. */
  readonly values: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the command line of a program over a plan.
 *
 * @param options names of further options with a value
 * @throws BadInput in one line
 */
export function readCommand(args: string[], options: readonly string[] = []): Command {
  const parsed = parse(args, options);
  const [file, ...others] = parsed.positionals;
  if (file === undefined || others.length > 0) {
    throw new BadInput(`PLAN.json must be one file; got ${JSON.stringify(parsed.positionals)}`);
  }
  const { markdown, ...values } = parsed.values as Record<string, string | undefined> & { markdown?: boolean };
  const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR;
  return { plan: readPlan(file), style: markdown === true ? "markdown" : isColoured ? "terminal" : "plain", values };
}

function parse(args: string[], options: readonly string[]) {
  const own = Object.fromEntries(options.map((name) => [name, { type: "string" }] as const));
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...own, markdown: { type: "boolean" } } });
  } catch (error) {
    throw new BadInput((error as Error).message.split("\n")[0] as string);
  }
}

/** Prints the text, or the one line of what is wrong, and sets the exit code. */
export function run(name: string, action: () => { readonly text: string; readonly exitCode: number }): void {
  // `bin/plan-review … | head` ends early, which is no error.
  process.stdout.on("error", () => undefined);
  try {
    const { exitCode, text } = action();
    process.exitCode = exitCode;
    process.stdout.write(text);
  } catch (error) {
    process.exitCode = 2;
    console.error(error instanceof BadInput ? `${name}: ${error.message}` : error);
  }
}
