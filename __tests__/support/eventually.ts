import { waitUntil } from "../../process/wait-until";

/** Looks again and again until there is something to see; fails where there is nothing in time. */
export function eventually<Result>(
  what: string,
  seconds: number,
  look: () => Promise<Result | undefined> | Result | undefined,
): Promise<Result> {
  return waitUntil(async () => look(), { seconds, what });
}
