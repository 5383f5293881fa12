import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { acceptFindings } from "./accept-findings";
import type { AwsAccount } from "./aws-account";
import type { PolicyStatement } from "./iam-policy";

export interface NodeDnsProps {
  readonly account: AwsAccount;
  /** Domain name of the zone. */
  readonly dnsName: string;
  /** VPC in which alone the zone answers. @default the zone answers to the world */
  readonly privateToVpcId?: string;
}

/** Label of the name at which all nodes of a fleet answer. */
export const SHARED_LABEL = "rpc";

/** The Route53 zone in which each node registers its private address. */
export class NodeDns extends Construct {
  readonly zoneId: string;
  readonly nameServers: string[];
  private readonly zoneArn: string;
  private readonly dnsName: string;

  constructor(scope: Construct, id: string, props: NodeDnsProps) {
    super(scope, id);
    this.dnsName = props.dnsName;
    const zone = new Route53Zone(this, "zone", {
      name: props.dnsName,
      comment: "Private addresses of the Ethereum nodes",
      // The nodes' own records are unknown to Terraform and would block the destruction of the zone.
      forceDestroy: true,
      ...(props.privateToVpcId === undefined ? {} : { vpc: [{ vpcId: props.privateToVpcId }] }),
    });

    if (props.privateToVpcId === undefined) {
      acceptFindings(zone, "2026-11-26", {
        CKV2_AWS_38:
          "signing takes a billed key in us-east-1 and a record in the parent zone, which only its owner can set",
        CKV2_AWS_39: "a log of queries takes a log group and a policy in us-east-1; the answers are private addresses",
      });
    }

    this.zoneId = zone.zoneId;
    this.zoneArn = props.account.globalArn("route53", `hostedzone/${zone.zoneId}`);
    this.nameServers = zone.nameServers;
  }

  /** Full name of a node, without the trailing dot. */
  recordName(nodeName: string): string {
    return `${nodeName}.${this.dnsName}`;
  }

  /** Full name at which all nodes of a fleet answer, without the trailing dot. It leads to their member names. */
  get sharedName(): string {
    return `${SHARED_LABEL}.${this.dnsName}`;
  }

  /** Full name of one node's share of that name, without the trailing dot: to that node's host alone. */
  memberName(nodeName: string): string {
    return `${nodeName}.${this.sharedName}`;
  }

  /** The right to see which other nodes there are, and where. */
  get findOthersStatement(): PolicyStatement {
    return {
      Sid: "FindOtherNodes",
      Effect: "Allow",
      Action: ["route53:ListResourceRecordSets"],
      Resource: [this.zoneArn],
    };
  }

  /** The right to set and remove the addresses of these names, and nothing else, in this zone. */
  registerStatement(names: readonly string[]): PolicyStatement {
    return {
      Sid: "RegisterAddress",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: [this.zoneArn],
      Condition: {
        "ForAllValues:StringEquals": {
          "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
          "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
          "route53:ChangeResourceRecordSetsActions": ["CREATE", "UPSERT", "DELETE"],
        },
      },
    };
  }
}
