import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpcs } from "@cdktf/provider-aws/lib/data-aws-vpcs";
import { Fn, Op, type Postcondition, TerraformSelf, Token } from "cdktf";
import { Construct } from "constructs";
import type { MachineType } from "./machine-type";
import type { RegionZones } from "./region-zones";

export interface NodeSubnetsProps {
  /** The nodes that need a subnet. */
  readonly nodeNames: readonly string[];
  /** Subnets to use, one a node; empty for the default subnets of the default VPC, one zone after the other. */
  readonly subnetIds: string[];
  readonly region: string;
  readonly zones: RegionZones;
  /** What each subnet's zone must have. */
  readonly machine: MachineType;
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
    const filters = (index: number) => [
      {
        name: choose("subnet-id", "availability-zone"),
        values: [choose(Fn.element(props.subnetIds, index), Fn.element(props.zones.names, index))],
      },
      { name: choose("state", "default-for-az"), values: [choose("available", "true")] },
    ];
    const defaultVpc = new DataAwsVpcs(this, "default-vpc", {
      count: Token.asNumber(Fn.conditional(areGiven, 0, 1)),
      filter: [{ name: "is-default", values: ["true"] }],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(self.ids) > 0}`,
            errorMessage: `subnet_ids must name a subnet a node, as ${props.region} has no default VPC; got [].`,
          },
        ],
      },
    });

    const subnet = (index: number, ...conditions: Postcondition[]) => {
      const found = new DataAwsSubnet(this, String(index), {
        filter: filters(index),
        dependsOn: [defaultVpc],
        lifecycle: { postcondition: [...conditions, props.machine.isOfferedTo(props.nodeNames[index] as string)] },
      });
      // Where there is no such subnet, or a zone without a default one, the provider's message names nothing but this address.
      found.overrideLogicalId(`subnet_ids_of_${props.nodeNames[index]}`);
      return found;
    };
    const first = subnet(0);
    this.subnets = [first, ...props.nodeNames.slice(1).map((_, other) => subnet(other + 1, inTheVpcOf(first)))];
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
