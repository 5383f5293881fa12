import { setTimeout as sleep } from "node:timers/promises";
import { throwIfInterrupted } from "./interruption";
import { UserError } from "./user-error";

/** How long a wait may last, and what to say when it was in vain. */
export interface WaitOptions {
  readonly seconds: number;
  /** Ends the sentence "timed out after … s waiting for". */
  readonly what: string;
  /** Where to look when it never came. */
  readonly hint?: string;
  readonly everyMilliseconds?: number;
}

/** Asks `probe` until it answers something other than undefined. */
export async function waitUntil<T>(probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadline = Date.now() + options.seconds * 1000;
  for (;;) {
    throwIfInterrupted();
    const answer = await probe();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      const hint = options.hint === undefined ? "" : `; ${options.hint}`;
      throw new UserError(`timed out after ${options.seconds} s waiting for ${options.what}${hint}`);
    }
    await sleep(options.everyMilliseconds ?? 250);
  }
}
