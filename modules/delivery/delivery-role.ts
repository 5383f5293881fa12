import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import { iamPolicy, type PolicyStatement } from "../aws/iam-policy";
import { acceptedInTrust, JUDGED } from "./accepted-findings";
import type { CiPlatform } from "./ci-trust";

export interface DeliveryRoleProps {
  readonly roleName: string;
  readonly description: string;
  readonly platform: CiPlatform;
  /** ARN of what signs the tokens of the workflows. */
  readonly providerArn: string;
  /** What a token must say. */
  readonly trust: NonNullable<PolicyStatement["Condition"]>;
  readonly sessionHours: number;
  /** ARN of the policy that bounds the role. @default none */
  readonly permissionsBoundaryArn?: string;
  /** ARNs of the policies with all that it may do, by their ids. */
  readonly policyArns: Readonly<Record<string, string>>;
}

/** A role that the jobs of a CI platform take on, without a password of any kind. */
export class DeliveryRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: DeliveryRoleProps) {
    super(scope, id);
    const trust: PolicyStatement = {
      Sid: "Assume",
      Effect: "Allow",
      Principal: { Federated: props.providerArn },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: props.trust,
    };
    const role = new IamRole(this, "role", {
      name: props.roleName,
      description: props.description,
      assumeRolePolicy: iamPolicy([trust]),
      maxSessionDuration: props.sessionHours * 3600,
      ...(props.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: props.permissionsBoundaryArn }),
    });
    acceptFindings(role, JUDGED, acceptedInTrust(props.platform, claimsIn(props.trust)));
    for (const [policy, policyArn] of Object.entries(props.policyArns)) {
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn });
    }
    this.arn = role.arn;
  }
}

/** The claims that a trust compares, without the name of the issuer. */
function claimsIn(trust: DeliveryRoleProps["trust"]): string[] {
  return Object.values(trust).flatMap((compared) => Object.keys(compared).map((key) => key.split(":")[1] ?? key));
}
