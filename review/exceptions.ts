import { readFileSync } from "node:fs";
import { BadInput } from "../plan/bad-input";

/** A finding that somebody accepted until a day. */
export interface Exception {
  /** The last day on which it counts, YYYY-MM-DD in UTC. */
  readonly until: string;
  readonly rule: string;
  readonly resource: string;
  readonly reason: string;
}

const FORM = "<last day, YYYY-MM-DD> <rule> <resource address> <reason>";
const LINE = /^(\d{4}-\d{2}-\d{2})\s+(\S+)\s+(\S+)\s+(\S.*)$/;

/**
 * Reads the file of exceptions, one a line; lines that begin with # say why the file is there.
 *
 * @param isGiven whether the file must be there
 * @param rules names of the rules
 * @throws BadInput in one line
 */
export function readExceptions(file: string, isGiven: boolean, rules: readonly string[]): Exception[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !isGiven) {
      return [];
    }
    throw new BadInput(`--exceptions must be a file that can be read; got ${JSON.stringify(file)} (${code})`);
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) {
      return [];
    }
    const bad = (rule: string) =>
      new BadInput(
        `line ${index + 1} of ${JSON.stringify(file)} must ${rule}; got ${JSON.stringify(line.slice(0, 200))}`,
      );
    const [, until = "", rule = "", resource = "", reason = ""] = LINE.exec(line.trim()) ?? [];
    if (reason === "") {
      throw bad(`be '${FORM}'`);
    }
    if (!isDay(until)) {
      throw bad("begin with a day of the calendar");
    }
    if (!rules.includes(rule)) {
      throw bad(`name one of the rules ${rules.join(", ")}`);
    }
    return [{ until, rule, resource, reason }];
  });
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** @param today YYYY-MM-DD */
export function isExpired({ until }: Exception, today: string): boolean {
  return until < today;
}
