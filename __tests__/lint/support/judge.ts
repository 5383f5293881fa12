import { type AcceptedFinding, acceptedFindings } from "../../support/accepted-findings";
import type { TerraformJson } from "../../support/synthesize";
import type { CheckovReport } from "./checkov";

/** What a linter found. */
interface Finding {
  readonly check: string;
  /** Name of the resource or data source in Terraform. */
  readonly name: string;
  readonly title: string;
}

/** A line each: all that must not be. */
export interface Comparison {
  /** Findings that no resource accepts. */
  readonly open: readonly string[];
  /** Accepted findings that are none. */
  readonly stale: readonly string[];
}

/** The same, with what checkov was given and did not read. */
export interface Judgement extends Comparison {
  readonly unread: readonly string[];
}

export const ofCheckov = ({ check }: AcceptedFinding) => check.startsWith("CKV");
export const ofParliament = (finding: AcceptedFinding) => !ofCheckov(finding);

/** Compares what a linter found in a stack with what its resources accept. */
export function compare(accepted: readonly AcceptedFinding[], findings: readonly Finding[]): Comparison {
  const expected = new Map(accepted.map((finding) => [`${finding.check} ${finding.name}`, finding]));
  const found = new Map(findings.map((finding) => [`${finding.check} ${finding.name}`, finding]));
  return {
    open: [...found].filter(([key]) => !expected.has(key)).map(([key, { title }]) => `${key}: ${title}`),
    stale: [...expected].filter(([key]) => !found.has(key)).map(([key, { comment }]) => `${key}: ${comment}`),
  };
}

/** Compares checkov's report on a stack with what the stack is. */
export function judge(stack: TerraformJson, report: CheckovReport): Judgement {
  return {
    unread: Object.entries(stack.resource).flatMap(([type, byName]) =>
      Object.keys(byName)
        .filter((name) => !report.readNames.has(name))
        .map((name) => `${type}.${name}`),
    ),
    ...compare(acceptedFindings(stack).filter(ofCheckov), report.failed),
  };
}
