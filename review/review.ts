import type { Cost } from "../cost/cost";
import { costOf } from "../cost/cost";
import { type Change, isUntouched, type Plan } from "../plan/plan";
import { type Exception, isExpired } from "./exceptions";
import type { Finding, Level, Rule } from "./finding";
import { RULES } from "./rules";

/** A finding, by which rule, and who accepted it. */
export interface Judged extends Finding {
  readonly rule: string;
  readonly level: Level;
  /** The exception that covers it. */
  readonly exception?: Exception;
}

/** All that there is to tell of a plan. */
export interface Review {
  readonly findings: readonly Judged[];
  readonly expired: readonly Exception[];
  readonly unused: readonly Exception[];
  readonly changes: readonly Change[];
  readonly cost: Cost;
}

/** @param today YYYY-MM-DD, for the exceptions */
export function review(
  plan: Plan,
  exceptions: readonly Exception[],
  today: string,
  rules: readonly Rule[] = RULES,
): Review {
  const valid = exceptions.filter((exception) => !isExpired(exception, today));
  const findings = rules.flatMap(({ find, level, name }) =>
    find(plan).map((finding): Judged => {
      const exception = valid.find(({ resource, rule }) => rule === name && resource === finding.resource);
      return { ...finding, rule: name, level, ...(exception === undefined ? {} : { exception }) };
    }),
  );
  const used = findings.map(({ exception }) => exception);
  return {
    findings,
    expired: exceptions.filter((exception) => isExpired(exception, today)),
    unused: valid.filter((exception) => !used.includes(exception)),
    changes: plan.changes.filter(
      (change) => !isUntouched(change) || change.importId !== undefined || change.previousAddress !== undefined,
    ),
    cost: costOf(plan),
  };
}

/** What the review fails on. */
export function forbidden({ findings }: Review): Judged[] {
  return findings.filter(({ exception, level }) => level === "forbidden" && exception === undefined);
}
