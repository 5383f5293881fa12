import { UserError } from "./user-error";

const handlers = new Set<() => void>();
let interrupted = false;
let remedy = "";

/** Calls `handler` at every Ctrl-C or SIGTERM until the returned function is called. */
export function onInterruption(handler: () => void): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

/** Ends the step at hand where the user asked to stop. */
export function throwIfInterrupted(): void {
  if (interrupted) {
    throw new UserError(`interrupted${remedy}`);
  }
}

/**
 * Lets a step end in order: commands get SIGINT once, waits end, and nothing is begun after them.
 *
 * @param whatThen goes on after "interrupted"
 */
export function listenForInterruption(whatThen = ""): void {
  remedy = whatThen;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      interrupted = true;
      for (const handler of handlers) {
        handler();
      }
    });
  }
}
