import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until there is something to see; fails where there is nothing in time. */
export async function eventually<Result>(
  what: string,
  seconds: number,
  look: () => Promise<Result | undefined> | Result | undefined,
) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`no ${what} within ${seconds} s`);
    }
    await sleep(250);
  }
}
