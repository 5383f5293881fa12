import type { Plan } from "../plan/plan";
import type { Words } from "../plan/words";

/** What one rule found. */
export interface Finding {
  /** Address of the resource, as an exception names it; `plan` where it is the plan as a whole. */
  readonly resource: string;
  readonly text: Words;
}

/** Forbidden: the review fails. Risk: it hurts, and may be wanted. Note: a reviewer should know it. */
export type Level = "forbidden" | "risk" | "note";

export interface Rule {
  /** Name, in exceptions too. */
  readonly name: string;
  readonly level: Level;
  /** What it finds, for the table in docs/plan-review.md. */
  readonly finds: string;
  readonly find: (plan: Plan) => Finding[];
}

/** The resource of a finding that is of the plan as a whole. */
export const WHOLE_PLAN = "plan";
