import { waitUntil } from "../../process/wait-until";

/** For what comes at once on an idle machine: on a busy one nothing but its absence shall fail a test. */
export const WAIT_SECONDS = 600;

/** Looks again and again until there is something to see; fails where there is nothing in time. */
export function eventually<Result>(
  what: string,
  seconds: number,
  look: () => Promise<Result | undefined> | Result | undefined,
): Promise<Result> {
  return waitUntil(async () => look(), { seconds, what });
}
