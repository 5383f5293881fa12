import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Fn, Op, type Postcondition, ref, type TerraformResource, TerraformSelf } from "cdktf";
import type { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";

/** What the names of the nodes need of their zone. */
export interface HostedZone {
  readonly zoneId: string;
  readonly nameServers: string[];
}

export interface OwnZoneProps {
  /** Domain name of the zone. */
  readonly dnsName: string;
  /** VPC of the nodes. */
  readonly vpcId: string;
  /** Whether the zone answers in VPCs only. */
  readonly isPrivate: boolean;
  /** Whether Terraform refuses to destroy the zone. */
  readonly preventDestroy: boolean;
  /** Which zone the nodes have: where it changes, the zone is made anew. @default the zone stays */
  readonly replacedWith?: TerraformResource;
}

/** Makes a zone. VPCs that others associate with a private one stay. */
export function ownZone(scope: Construct, props: OwnZoneProps): HostedZone {
  const { dnsName, isPrivate, preventDestroy, replacedWith, vpcId } = props;
  const zone = new Route53Zone(scope, "zone", {
    name: dnsName,
    comment: "Private addresses of the Ethereum nodes",
    // The nodes' own records are unknown to Terraform and would block the destruction of the zone.
    forceDestroy: true,
    ...(isPrivate ? { vpc: [{ vpcId }] } : {}),
    lifecycle: {
      // Route53 cannot turn one kind into the other, and the provider plans it in place.
      postcondition: [isPrivate ? answersInTheVpc(vpcId) : answersToTheWorld()],
      ignoreChanges: ["vpc"],
      ...(preventDestroy ? { preventDestroy: true } : {}),
    },
  });
  if (replacedWith !== undefined) {
    // cdktf's replaceTriggeredBy writes "${…}", which Terraform refuses here.
    zone.addOverride("lifecycle.replace_triggered_by", [
      `${replacedWith.terraformResourceType}.${replacedWith.friendlyUniqueId}`,
    ]);
  }
  if (!isPrivate) {
    acceptFindings(zone, "2026-11-26", {
      CKV2_AWS_38:
        "signing takes a billed key in us-east-1 and a record in the parent zone, which only its owner can set",
      CKV2_AWS_39: "a log of queries takes a log group and a policy in us-east-1; the answers are private addresses",
    });
  }
  return zone;
}

const VPC_IDS = ref("self.vpc[*].vpc_id");

function answersInTheVpc(vpcId: string): Postcondition {
  return {
    condition: Fn.contains(VPC_IDS, vpcId),
    errorMessage: `dnsZone (ETHNODE_DNS_ZONE) private needs a zone that answers in the nodes' VPC ${vpcId}; got zone ${TerraformSelf.getString("name")}, which answers in ${Fn.jsonencode(VPC_IDS)}. If that is [], the zone is public: set dnsZone (ETHNODE_DNS_ZONE) to public. Else associate the VPC: aws route53 associate-vpc-with-hosted-zone.`,
  };
}

function answersToTheWorld(): Postcondition {
  return {
    condition: Op.eq(0, Fn.lengthOf(VPC_IDS)),
    errorMessage: `dnsZone (ETHNODE_DNS_ZONE) public needs a zone without a VPC; got zone ${TerraformSelf.getString("name")}, which answers in ${Fn.jsonencode(VPC_IDS)}: it is private. Set dnsZone (ETHNODE_DNS_ZONE) to private.`,
  };
}

export interface ExistingZoneProps {
  readonly zoneId: string;
  /** Domain name below which the nodes have theirs. */
  readonly dnsName: string;
  /** VPC of the nodes. */
  readonly vpcId: string;
  /** Whether the zone answers in VPCs only. */
  readonly isPrivate: boolean;
}

/** Reads a zone that somebody else made. */
export function existingZone(scope: Construct, props: ExistingZoneProps): HostedZone {
  const { dnsName, isPrivate, vpcId, zoneId } = props;
  const name = TerraformSelf.getString("name");
  const zone = new DataAwsRoute53Zone(scope, "existing-zone", {
    zoneId,
    lifecycle: {
      postcondition: [
        {
          condition: Op.eq(isPrivate, ref("self.private_zone")),
          errorMessage: `dnsZone (ETHNODE_DNS_ZONE) must say what zone ${zoneId} is; got ${isPrivate ? "private, but that zone is public" : "public, but that zone is private"}.`,
        },
        {
          condition: Fn.endswith(`.${dnsName}`, `.${Fn.trimsuffix(name, ".")}`),
          errorMessage: `dns_name must be the name of zone ${zoneId}, ${name}, or lie below it; got ${Fn.jsonencode(dnsName)}.`,
        },
      ],
    },
  });
  if (isPrivate) {
    // Looked for by the VPC, since the zone itself does not tell where it answers; Terraform names this address if there is none.
    new DataAwsRoute53Zone(scope, "existing-zone-in-vpc-of-nodes", {
      name: zone.name,
      privateZone: true,
      vpcId,
      lifecycle: {
        postcondition: [
          {
            condition: Op.eq(TerraformSelf.getString("zone_id"), zone.zoneId),
            errorMessage: `zoneId (ETHNODE_ZONE_ID) must be a zone that answers in the nodes' VPC ${vpcId}; got ${zoneId}, where ${TerraformSelf.getString("zone_id")} answers for ${name}.`,
          },
        ],
      },
    });
  }
  return zone;
}
