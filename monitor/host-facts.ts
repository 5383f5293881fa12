import { readFile } from "node:fs/promises";

/** A file of the host is one short line, or two. */
const MAXIMUM_CHARACTERS = 1_000;

/** The first line; null where there is no file, or nothing in it. */
export async function readFirstLine(file: string): Promise<string | null> {
  try {
    const line = (await readFile(file, "utf8")).slice(0, MAXIMUM_CHARACTERS).split("\n")[0]?.trim();
    return line === undefined || line === "" ? null : line;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw error;
  }
}

/** Until when work is planned, in seconds since 1970; null where none is. */
export async function readPlannedWork(file: string, problems: string[]): Promise<number | null> {
  try {
    const line = await readFirstLine(file);
    if (line === null) {
      return null;
    }
    const until = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(line) ? Date.parse(line) : Number.NaN;
    if (Number.isNaN(until)) {
      problems.push(`planned work: its end must be a time such as 2026-11-27T18:00:00Z; got ${JSON.stringify(line)}`);
      return null;
    }
    return until / 1000;
  } catch (error) {
    problems.push(`planned work: ${(error as Error).message}`);
    return null;
  }
}
