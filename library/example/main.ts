import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { EthereumFleet } from "cdktf-ethereum-fleet";

const app = new App();
const stack = new TerraformStack(app, "chain");
const [name, region] = ["my-chain", "eu-central-1"];
new AwsProvider(stack, "aws", { region, defaultTags: [{ tags: { Project: name } }] });
const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const gateway = new InternetGateway(stack, "gateway", { vpcId: vpc.id });
const route = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
new DefaultRouteTable(stack, "routes", { defaultRouteTableId: vpc.defaultRouteTableId, route });
const subnetIds = ["a", "b"].map((zone, i) => {
  const at = { availabilityZone: `${region}${zone}`, cidrBlock: `10.0.${i}.0/24` };
  return new Subnet(stack, `subnet-${zone}`, { vpcId: vpc.id, ...at }).id;
});
const clients = { client: "geth", chain: "dev", image: "ghcr.io/acme/geth:1.17.5" };
const nodes = { nodeCount: 2, subnetIds, subnetsAreNew: true };
const fleet = new EthereumFleet(stack, "fleet", { name, region, ...clients, ...nodes });
new TerraformOutput(stack, "rpc_url", { value: fleet.rpcUrl });
app.synth();
