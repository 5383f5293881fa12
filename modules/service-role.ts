import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";

export interface ServiceRoleProps {
  readonly namePrefix: string;
  readonly description: string;
  /** AWS service that may assume the role, such as ec2.amazonaws.com. */
  readonly service: string;
  /** Restricts on whose behalf the service may assume the role. @default any of the account's */
  readonly assumeConditions?: DataAwsIamPolicyDocumentStatement["condition"];
  /** Everything that the role may do. */
  readonly statements: readonly DataAwsIamPolicyDocumentStatement[];
}

/** A role of an AWS service that may do what its statements say and no more. */
export class ServiceRole extends Construct {
  readonly role: IamRole;
  /** What must exist before the role can be used. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const trust = new DataAwsIamPolicyDocument(this, "trust", {
      statement: [
        {
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: [props.service] }],
          ...(props.assumeConditions === undefined ? {} : { condition: props.assumeConditions }),
        },
      ],
    });
    const rights = new DataAwsIamPolicyDocument(this, "rights", { statement: [...props.statements] });
    this.role = new IamRole(this, "role", {
      namePrefix: props.namePrefix,
      description: props.description,
      assumeRolePolicy: trust.json,
    });
    this.policy = new IamRolePolicy(this, "policy", {
      name: "rights",
      role: this.role.id,
      policy: rights.json,
    });
  }
}
