import { DataAwsRouteTable } from "@cdktf/provider-aws/lib/data-aws-route-table";
import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables";
import type { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { type Precondition, TerraformIterator, TerraformLocal, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dataReference, localReference } from "../aws/expressions";

export interface SubnetRoutesProps {
  readonly vpcId: string;
}

/** Where the subnets of a VPC send what leaves it. */
export class SubnetRoutes extends Construct {
  private readonly tables: DataAwsRouteTable;

  constructor(scope: Construct, id: string, props: SubnetRoutesProps) {
    super(scope, id);
    const { ids } = new DataAwsRouteTables(this, "ids", { vpcId: props.vpcId });
    // All, as no answer about one subnet tells of the main table, which serves every subnet without its own.
    const each = TerraformIterator.fromList(ids);
    this.tables = new DataAwsRouteTable(this, "tables", { forEach: each, routeTableId: each.value });
  }

  /** Refuses a public address that nobody could reach, and that could reach nobody. */
  reachInternet(nodeName: string, subnet: DataAwsSubnet): Precondition {
    const routes = this.routesOf(nodeName, subnet);
    // A firewall's endpoint may stand before the gateway.
    const leads =
      'route.cidr_block != "" && startswith(route.gateway_id, "igw-") || route.cidr_block == "0.0.0.0/0" && startswith(try(coalesce(route.vpc_endpoint_id, route.gateway_id), ""), "vpce-")';
    return {
      condition: `\${length(${routes}) == 0 || anytrue([for route in flatten(${routes}) : ${leads}])}`,
      errorMessage:
        `subnet_ids must lead to subnets with a route to an internet gateway while nodes get public addresses; got ${subnet.id} of ${nodeName}, ` +
        "which has none: name a public subnet in subnet_ids, or set publicAddress (ETHNODE_PUBLIC_ADDRESS) to false.",
    };
  }

  /** Warns where a host without a public address is certain to reach nothing outside: what leaves needs a NAT gateway or the like. */
  warnWithoutWayOut(nodeName: string, subnet: DataAwsSubnet): void {
    const routes = this.routesOf(nodeName, subnet);
    const leads = 'route.cidr_block == "0.0.0.0/0" && !startswith(route.gateway_id, "igw-")';
    // cdktf has no construct for checks.
    TerraformStack.of(this).addOverride(`check.${nodeName}-reaches-the-internet`, {
      assert: [
        {
          condition: `\${length(${routes}) == 0 || anytrue([for route in flatten(${routes}) : ${leads}])}`,
          error_message: `${subnet.id} of ${nodeName} has no default route, or one to an internet gateway, which serves public addresses only: without a NAT gateway or the like, publicAddress (ETHNODE_PUBLIC_ADDRESS) false leaves the host without AWS and without peers.`,
        },
      ],
    });
  }

  /** A list of the routes of the subnet's own table, else of the main one; an empty list where neither can be seen, as in a shared VPC. */
  private routesOf(nodeName: string, subnet: DataAwsSubnet): string {
    const tables = `values(${dataReference(this.tables)})`;
    const has = (table: string) =>
      `contains([for item in ${table}.associations : item.subnet_id], ${dataReference(subnet)}.id)`;
    const routes = `[for table in ${tables} : table.routes if ${has("table")} || (anytrue([for item in table.associations : item.main]) && !anytrue([for other in ${tables} : ${has("other")}]))]`;
    return localReference(new TerraformLocal(this, `of-${nodeName}`, `\${${routes}}`));
  }
}
