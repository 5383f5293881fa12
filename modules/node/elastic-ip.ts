import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";

export interface ElasticIpProps {
  /** Value of the Name tag. */
  readonly name: string;
  readonly account: AwsAccount;
  /** Tags by which the right to take the address is limited to its node. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A public address that outlives the node's instances: the host associates it at every boot. */
export class ElasticIp extends Construct {
  readonly allocationId: string;
  /** IPv4 address. */
  readonly publicIp: string;
  private readonly account: AwsAccount;
  private readonly tags: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ElasticIpProps) {
    super(scope, id);
    const address = new Eip(this, "address", { domain: "vpc", tags: { Name: props.name, ...props.tags } });
    acceptFindings(address, "2026-11-26", { CKV2_AWS_19: "the host associates it with itself at every boot" });

    this.allocationId = address.allocationId;
    this.publicIp = address.publicIp;
    this.account = props.account;
    this.tags = props.tags;
  }

  /**
   * The right of one host to take this address. By tags, as the address's id is unknown before it exists, and with it would
   * be the host's whole policy in the plan.
   *
   * @param instanceTags the tags that the host's instance carries
   */
  associateStatements(instanceTags: Readonly<Record<string, string>>): PolicyStatement[] {
    return [
      {
        Sid: "AssociateAddress",
        Effect: "Allow",
        Action: ["ec2:AssociateAddress"],
        Resource: [this.account.arn("ec2", "elastic-ip/*")],
        Condition: tagged(this.tags),
      },
      {
        Sid: "AssociateWithThisNode",
        Effect: "Allow",
        Action: ["ec2:AssociateAddress"],
        Resource: [this.account.arn("ec2", "instance/*")],
        Condition: tagged(instanceTags),
      },
    ];
  }
}

function tagged(tags: Readonly<Record<string, string>>): NonNullable<PolicyStatement["Condition"]> {
  const conditions = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
  return { StringEquals: Object.fromEntries(conditions) };
}
