import { spawnSync } from "node:child_process";
import path from "node:path";
import { StateDir } from "../../../machine/state-dir";
import { resolveReferences, STACK } from "../../iam/support/world";
import { linter } from "../../support/linters";
import type { TerraformJson } from "../../support/synthesize";

const TIMEOUT_MILLISECONDS = 120_000;

/** An IAM policy of a stack. */
export interface StackPolicy {
  /** Of its resource in Terraform. */
  readonly name: string;
  readonly kind: "boundary" | "rights" | "trust";
  readonly statements: number;
  readonly json: string;
}

/** What parliament has to say of one policy. */
export interface ParliamentReport {
  /** How many it has read. */
  readonly statements: number;
  /** The check is an issue and the action that it is about. */
  readonly findings: readonly { readonly check: string; readonly title: string }[];
}

/** Every policy of a stack, with plausible ids for what Terraform fills in. */
export function policiesOf(stack: TerraformJson): StackPolicy[] {
  const blocks = Object.values(stack.resource).flatMap((byName) => Object.entries(byName));
  return blocks.flatMap(([name, block]) =>
    Object.entries(block)
      .filter(([, value]) => String(value).includes('"Statement"'))
      .map(([key, value]) => {
        const policy = JSON.parse(resolveReferences(String(value))) as { Statement: object[] };
        const kind = key === "assume_role_policy" ? "trust" : name.endsWith("-boundary") ? "boundary" : "rights";
        // parliament wants to hear of which role a trust speaks: it is always its own.
        const Statement =
          kind === "trust"
            ? policy.Statement.map((one) => ({ ...one, Resource: STACK.executionRole }))
            : policy.Statement;
        return { name, kind, statements: Statement.length, json: JSON.stringify({ ...policy, Statement }) };
      }),
  );
}

/** Runs parliament once over all policies. Answers a report on each, in their order. */
export function runParliament(policies: readonly StackPolicy[]): ParliamentReport[] {
  const python = linter(StateDir.fromEnvironment(), "python");
  const { error, status, stderr, stdout } = spawnSync(python, [path.join(__dirname, "lint-policies.py")], {
    encoding: "utf8",
    input: JSON.stringify(policies),
    timeout: TIMEOUT_MILLISECONDS,
  });
  if (error !== undefined || status !== 0) {
    throw new Error(`parliament failed: ${error?.message ?? stderr}`);
  }
  return JSON.parse(stdout);
}
