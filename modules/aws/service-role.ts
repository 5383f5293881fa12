import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Op } from "cdktf";
import { Construct } from "constructs";
import { nullUnless } from "./expressions";
import { iamPolicy, type PolicyStatement } from "./iam-policy";

export interface ServiceRoleProps {
  readonly namePrefix: string;
  readonly description: string;
  /** AWS service that may assume the role, such as ec2.amazonaws.com. */
  readonly service: string;
  /** Restricts on whose behalf the service may assume the role. @default any of the account's */
  readonly assumeCondition?: PolicyStatement["Condition"];
  /** ARN of the IAM policy that bounds the role; empty for none. */
  readonly permissionsBoundaryArn: string;
  /** Everything that the role may do. */
  readonly statements: readonly PolicyStatement[];
}

/** A role of an AWS service that may do what its statements say and no more. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  /** What must exist before the role can be used. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const trust: PolicyStatement = {
      Sid: "Assume",
      Effect: "Allow",
      Principal: { Service: props.service },
      Action: ["sts:AssumeRole"],
      ...(props.assumeCondition === undefined ? {} : { Condition: props.assumeCondition }),
    };
    this.role = new IamRole(this, "role", {
      namePrefix: props.namePrefix,
      description: props.description,
      assumeRolePolicy: iamPolicy([trust]),
      permissionsBoundary: nullUnless(Op.neq("", props.permissionsBoundaryArn), props.permissionsBoundaryArn),
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: "rights",
      role: this.role.id,
      policy: iamPolicy(props.statements),
    });
  }
}
