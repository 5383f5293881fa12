import { DataAwsIamPolicy } from "@cdktf/provider-aws/lib/data-aws-iam-policy";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";

export interface PermissionsBoundaryProps {
  /** ARN of the IAM policy that bounds every role; empty for none. */
  readonly policyArn: string;
}

/** The boundary of the roles, asked for at plan time: IAM refuses one that is not there, or another account's, in the middle of an apply. */
export class PermissionsBoundary extends Construct {
  constructor(scope: Construct, id: string, { policyArn }: PermissionsBoundaryProps) {
    super(scope, id);
    const policy = new DataAwsIamPolicy(this, "policy", {
      count: Token.asNumber(Fn.conditional(Op.neq("", policyArn), 1, 0)),
      arn: policyArn,
    });
    // Where there is no such policy, the provider's message names nothing but this address.
    policy.overrideLogicalId("permissions_boundary_arn");
  }
}
