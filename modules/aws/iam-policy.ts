/** One statement of an IAM policy, in IAM's own words. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** Who the statement speaks of, in a policy of a resource or a role's trust. */
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The JSON of an IAM policy. Written at synth time rather than by the provider's data source, which Terraform reads only at
 * apply whenever a resource that a statement names changes: each grown disk would show its host's policy as changed.
 */
export function iamPolicy(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
