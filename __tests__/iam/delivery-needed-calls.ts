import type { Call } from "./support/simulate";

/** What the pinned provider calls, by its source, beside what the local AWS saw an older one call. */
export const neededByPinnedProvider: Readonly<Record<"plan" | "apply" | "destroy", readonly Call[]>> = {
  plan: [],
  apply: [],
  destroy: [],
};
