import { type Block, resources, synthesize, type TerraformJson } from "../../support/synthesize";
import { ACCOUNT, NAME, type Policy, type Role, resolveReferences } from "./world";

export const REPOSITORY = "acme/ethereum";
export const STATE_BUCKET = "acme-state";
export const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
export const GITLAB = `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`;
export const NODE_BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/${NAME}-delivery-node-boundary`;
export const PLAN_ROLE = `arn:aws:iam::${ACCOUNT}:role/${NAME}-delivery-plan`;
export const APPLY_ROLE = `arn:aws:iam::${ACCOUNT}:role/${NAME}-delivery-apply`;

/** The roles of the delivery, and what they let a role of the nodes be. */
export interface Delivery {
  readonly stack: TerraformJson;
  readonly plan: Role;
  readonly apply: Role;
  readonly nodeBoundary: Policy;
}

/** The stack as it is synthesized. */
export function deliveryStack(settings: NodeJS.ProcessEnv = {}): TerraformJson {
  const { delivery: stack } = synthesize({
    ETHNODE_REPOSITORY: REPOSITORY,
    ETHNODE_STATE_BUCKET: STATE_BUCKET,
    ...settings,
  });
  if (stack === undefined) {
    throw new Error("the settings make no delivery stack");
  }
  return stack;
}

/** Synthesizes the stack, and reads every right in it. */
export function delivery(settings: NodeJS.ProcessEnv = {}): Delivery {
  const stack = deliveryStack(settings);
  const policies = policiesByArn(stack);
  return {
    stack,
    plan: roleOf(stack, policies, PLAN_ROLE),
    apply: roleOf(stack, policies, APPLY_ROLE),
    nodeBoundary: policyOf(policies, NODE_BOUNDARY),
  };
}

const parse = (json: unknown): Policy => JSON.parse(resolveReferences(String(json)));

function policiesByArn(stack: TerraformJson): ReadonlyMap<string, Policy> {
  const entries = resources(stack, "aws_iam_policy").map((policy) => [
    `arn:aws:iam::${ACCOUNT}:policy/${policy.name}`,
    parse(policy.policy),
  ]);
  return new Map(entries as [string, Policy][]);
}

function policyOf(policies: ReadonlyMap<string, Policy>, arn: string): Policy {
  const policy = policies.get(arn);
  if (policy === undefined) {
    throw new Error(`no policy ${arn}`);
  }
  return policy;
}

function roleOf(stack: TerraformJson, policies: ReadonlyMap<string, Policy>, arn: string): Role {
  const found = Object.entries(stack.resource.aws_iam_role ?? {}).find(([, role]) => arn.endsWith(`/${role.name}`));
  if (found === undefined) {
    throw new Error(`no role ${arn}`);
  }
  const [id, role] = found as [string, Block];
  const attached = resources(stack, "aws_iam_role_policy_attachment").filter(
    (attachment) => attachment.role === `\${aws_iam_role.${id}.name}`,
  );
  const statements = attached.flatMap(
    ({ policy_arn }) => policyOf(policies, resolveReferences(String(policy_arn))).Statement,
  );
  const bounds = role.permissions_boundary;
  return {
    arn,
    rights: { Version: "2012-10-17", Statement: statements },
    trust: parse(role.assume_role_policy),
    ...(bounds === undefined ? {} : { boundary: policyOf(policies, resolveReferences(String(bounds))) }),
  };
}
