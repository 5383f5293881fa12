import type { PolicyStatement } from "../../modules/aws/iam-policy";
import { resources, type TerraformJson } from "./synthesize";

/** The statements of every role policy whose role's id matches, one list a policy. */
export function roleStatements(stack: TerraformJson, role: RegExp): PolicyStatement[][] {
  return resources(stack, "aws_iam_role_policy")
    .filter((policy) => role.test(String(policy.role)))
    .map((policy) => JSON.parse(String(policy.policy)).Statement);
}
