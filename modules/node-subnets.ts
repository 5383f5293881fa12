import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { Fn, Op, type Postcondition, TerraformSelf, Token } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "./accept-findings";

export interface NodeSubnetsProps {
  /** How many nodes need a subnet. */
  readonly count: number;
  /** Subnets to use, one a node; empty for the default subnets of the default VPC, one zone after the other. */
  readonly subnetIds: string[];
}

/** The subnet of each node, and so the availability zone of its disk. All lie in one VPC. */
export class NodeSubnets extends Construct {
  readonly vpcId: string;
  /** In the order of the nodes. */
  readonly subnets: readonly DataAwsSubnet[];

  constructor(scope: Construct, id: string, props: NodeSubnetsProps) {
    super(scope, id);
    const areGiven = Op.lt(0, Fn.lengthOf(props.subnetIds));
    const choose = (given: string, byDefault: string) => Token.asString(Fn.conditional(areGiven, given, byDefault));
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    acceptFindings(zones, "2026-11-26", {
      CKV_AWS_394:
        "a new zone comes last in their order: no node moves unless they outnumber the zones, and Terraform protects the disk",
    });
    // The order must not depend on which zones are healthy today: it says where a live disk is.
    const zoneNames = Fn.sort(zones.names);
    const filters = (index: number) => [
      {
        name: choose("subnet-id", "availability-zone"),
        values: [choose(Fn.element(props.subnetIds, index), Fn.element(zoneNames, index))],
      },
      { name: choose("state", "default-for-az"), values: [choose("available", "true")] },
    ];

    const first = new DataAwsSubnet(this, "0", { filter: filters(0) });
    const others = Array.from(
      { length: props.count - 1 },
      (_, other) =>
        new DataAwsSubnet(this, String(other + 1), {
          filter: filters(other + 1),
          lifecycle: { postcondition: [inTheVpcOf(first)] },
        }),
    );
    this.subnets = [first, ...others];
    this.vpcId = first.vpcId;
  }
}

function inTheVpcOf(first: DataAwsSubnet): Postcondition {
  const vpcId = TerraformSelf.getString("vpc_id");
  return {
    condition: Op.eq(vpcId, first.vpcId),
    errorMessage: `subnet_ids must lie in one VPC; got ${TerraformSelf.getString("id")} in ${vpcId} beside ${first.id} in ${first.vpcId}.`,
  };
}
