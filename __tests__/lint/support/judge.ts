import { acceptedFindings } from "../../support/accepted-findings";
import type { TerraformJson } from "../../support/synthesize";
import type { CheckovReport } from "./checkov";

/** A line each: all that must not be. */
export interface Judgement {
  /** What checkov was given and did not read. */
  readonly unread: readonly string[];
  /** Findings that no resource accepts. */
  readonly open: readonly string[];
  /** Accepted findings that are none. */
  readonly stale: readonly string[];
}

/** Compares what checkov found in a stack with what its resources accept. */
export function judge(stack: TerraformJson, report: CheckovReport): Judgement {
  const accepted = new Map(acceptedFindings(stack).map((finding) => [`${finding.check} ${finding.name}`, finding]));
  const failed = new Map(report.failed.map((finding) => [`${finding.check} ${finding.name}`, finding]));
  return {
    unread: Object.entries(stack.resource).flatMap(([type, byName]) =>
      Object.keys(byName)
        .filter((name) => !report.readNames.has(name))
        .map((name) => `${type}.${name}`),
    ),
    open: [...failed].filter(([key]) => !accepted.has(key)).map(([key, { title }]) => `${key}: ${title}`),
    stale: [...accepted].filter(([key]) => !failed.has(key)).map(([key, { comment }]) => `${key}: ${comment}`),
  };
}
