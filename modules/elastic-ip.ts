import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Construct } from "constructs";
import { acceptFindings } from "./accept-findings";
import type { AwsAccount } from "./aws-account";
import type { PolicyStatement } from "./iam-policy";

export interface ElasticIpProps {
  /** Value of the Name tag. */
  readonly name: string;
  readonly account: AwsAccount;
}

/** A public address that outlives the node's instances: the host associates it at every boot. */
export class ElasticIp extends Construct {
  readonly allocationId: string;
  /** IPv4 address. */
  readonly publicIp: string;
  private readonly account: AwsAccount;

  constructor(scope: Construct, id: string, props: ElasticIpProps) {
    super(scope, id);
    const address = new Eip(this, "address", { domain: "vpc", tags: { Name: props.name } });
    acceptFindings(address, "2026-11-26", { CKV2_AWS_19: "the host associates it with itself at every boot" });

    this.allocationId = address.allocationId;
    this.publicIp = address.publicIp;
    this.account = props.account;
  }

  /**
   * The right of one host to take this address.
   *
   * @param instanceTags the tags that the host's instance carries
   */
  associateStatements(instanceTags: Readonly<Record<string, string>>): PolicyStatement[] {
    const tagged = Object.entries(instanceTags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
    return [
      {
        Sid: "AssociateAddress",
        Effect: "Allow",
        Action: ["ec2:AssociateAddress"],
        Resource: [this.account.arn("ec2", `elastic-ip/${this.allocationId}`)],
      },
      {
        Sid: "AssociateWithThisNode",
        Effect: "Allow",
        Action: ["ec2:AssociateAddress"],
        Resource: [this.account.arn("ec2", "instance/*")],
        Condition: { StringEquals: Object.fromEntries(tagged) },
      },
    ];
  }
}
