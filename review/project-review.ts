import path from "node:path";
import type { Plan } from "../plan/plan";
import { readExceptions } from "./exceptions";
import { type Review, review } from "./review";
import { RULES } from "./rules";

const OWN_EXCEPTIONS = path.join(__dirname, "..", "plan-exceptions");

/**
 * The review as of today.
 *
 * @param exceptionsFile must be there; the project's own where none is given, which need not
 * @throws BadInput in one line
 */
export function projectReview(plan: Plan, exceptionsFile?: string): Review {
  const names = RULES.filter(({ level }) => level === "forbidden").map(({ name }) => name);
  const exceptions = readExceptions(exceptionsFile ?? OWN_EXCEPTIONS, exceptionsFile !== undefined, names);
  return review(plan, exceptions, new Date().toISOString().slice(0, "YYYY-MM-DD".length));
}
