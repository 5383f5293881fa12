import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformStack } from "cdktf";
import { EthereumFleet } from "cdktf-ethereum-fleet";

const [name, region] = ["my-chain", "eu-central-1"];
const app = new App();
const network = new TerraformStack(app, "network");
const chain = new TerraformStack(app, "chain");
const defaultTags = [{ tags: { Project: name } }];
[network, chain].map((stack) => new AwsProvider(stack, "aws", { region, defaultTags }));
const vpc = new Vpc(network, "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const gateway = new InternetGateway(network, "gateway", { vpcId: vpc.id });
const route = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
new DefaultRouteTable(network, "routes", { defaultRouteTableId: vpc.defaultRouteTableId, route });
const subnetIds = ["a", "b"].map((zone, i) => {
  const at = { availabilityZone: `${region}${zone}`, cidrBlock: `10.0.${i}.0/24` };
  return new Subnet(network, `subnet-${zone}`, { vpcId: vpc.id, ...at }).id;
});
const clients = { client: "geth", chain: "dev", image: "ghcr.io/acme/geth:1.17.5", monitor: false };
new EthereumFleet(chain, "fleet", { name, region, nodeCount: 2, subnetIds, ...clients });
app.synth();
