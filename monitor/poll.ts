import { setTimeout as sleep } from "node:timers/promises";
import type { Monitor } from "./monitor";
import type { Observer } from "./observer";

/** Of mainnet's slots. */
export const POLL_SECONDS = 12;
/** Of one call; a client that answers none of them costs a poll no more than this. */
export const CALL_TIMEOUT_MILLISECONDS = 3_000;

/** Polls for ever, one poll after the other; a poll that takes longer than the interval delays the next one. */
export async function poll(observer: Observer, monitor: Monitor, everySeconds: number): Promise<never> {
  for (;;) {
    const started = performance.now();
    monitor.take(await observer.observe(monitor.former));
    await sleep(Math.max(0, everySeconds * 1000 - (performance.now() - started)));
  }
}
