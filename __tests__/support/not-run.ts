import { appendFileSync } from "node:fs";

/** In CI nothing may be left out but what the environment cannot have. */
export const isCi = process.env.CI === "true";

/** Tells what could not be run here and why, at once and again in the last lines of `bin/test`. */
export function noteNotRun(what: string, why: string): void {
  process.stderr.write(`NOT RUN: ${what}: ${why}\n`);
  if (process.env.NOT_RUN_FILE) {
    appendFileSync(process.env.NOT_RUN_FILE, `${what}\t${why}\n`);
  }
}
