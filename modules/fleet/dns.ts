import { Construct } from "constructs";
import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";
import { existingZone, ownZone } from "./hosted-zone";
import { ZoneRecord } from "./zone-record";

export interface NodeDnsProps {
  readonly account: AwsAccount;
  /** Domain name below which the nodes have theirs: that of the zone, or one below it. */
  readonly dnsName: string;
  /** VPC of the nodes. */
  readonly vpcId: string;
  /** Whether the zone answers in VPCs only. */
  readonly isPrivate: boolean;
  /** Zone that somebody else made. @default one is made, of that name */
  readonly zoneId?: string;
  /** Whether Terraform refuses to destroy a public zone that it made, and to give the nodes another zone. */
  readonly protectZone: boolean;
}

/** How long a resolver remembers a name of a node, or of all. */
export const RECORD_TTL_SECONDS = 60;

/** Label of the name at which all nodes answer. */
export const SHARED_LABEL = "rpc";

/** The Route53 zone in which each node registers its private address, and the names in it. */
export class NodeDns extends Construct {
  readonly zoneId: string;
  readonly nameServers: string[];
  private readonly zoneArn: string;
  private readonly dnsName: string;

  constructor(scope: Construct, id: string, props: NodeDnsProps) {
    super(scope, id);
    const { dnsName, isPrivate, protectZone, vpcId, zoneId } = props;
    const { record } = new ZoneRecord(this, "zone-record", { zone: inWords(props), isKept: protectZone });
    const zone =
      zoneId === undefined
        ? ownZone(this, {
            dnsName,
            vpcId,
            isPrivate,
            preventDestroy: protectZone && !isPrivate,
            ...(protectZone ? {} : { replacedWith: record }),
          })
        : existingZone(this, { dnsName, vpcId, isPrivate, zoneId });

    this.dnsName = dnsName;
    this.zoneId = zone.zoneId;
    this.zoneArn = props.account.globalArn("route53", `hostedzone/${zone.zoneId}`);
    this.nameServers = zone.nameServers;
  }

  /** Full name of a node, without the trailing dot. */
  recordName(nodeName: string): string {
    return `${nodeName}.${this.dnsName}`;
  }

  /** Full name at which all nodes answer, without the trailing dot. It leads to their member names. */
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

function inWords({ dnsName, isPrivate, zoneId }: NodeDnsProps): string {
  if (zoneId !== undefined) {
    return `zone ${zoneId}, below ${dnsName}`;
  }
  return `the ${isPrivate ? "private" : "public"} zone ${dnsName} of the stack`;
}
