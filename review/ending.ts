import type { Change } from "../plan/plan";

/** How a resource that is there ends. */
export type Ending = "destroyed" | "replaced" | "forgotten" | "forgotten and made anew";

/** How the resource ends by this plan; undefined where it stays. */
export function endingOf({ actions }: Change): Ending | undefined {
  const anew = actions.includes("create");
  if (actions.includes("delete")) {
    return anew ? "replaced" : "destroyed";
  }
  return actions.includes("forget") ? (anew ? "forgotten and made anew" : "forgotten") : undefined;
}

/** Whether nothing takes its place. */
export function isGone(change: Change): boolean {
  const ending = endingOf(change);
  return change.deposed === undefined && (ending === "destroyed" || ending === "forgotten");
}
