import { containerDefinitions } from "../support/container-definitions";
import { only, resources, synthesize } from "../support/synthesize";

const count = (stack: ReturnType<typeof synthesize>["node"]) =>
  Object.fromEntries(Object.entries(stack.resource).map(([type, byId]) => [type, Object.keys(byId).length]));

test("holds each part of the drawing once for one node", () => {
  expect(count(synthesize().node)).toEqual({
    aws_autoscaling_group: 1,
    aws_cloudwatch_log_group: 2,
    aws_cloudwatch_log_metric_filter: 1,
    aws_cloudwatch_metric_alarm: 3,
    aws_ebs_volume: 1,
    aws_ecr_lifecycle_policy: 1,
    aws_ecr_repository: 1,
    aws_ecs_cluster: 1,
    aws_ecs_service: 1,
    aws_ecs_task_definition: 1,
    aws_iam_instance_profile: 1,
    aws_iam_role: 2,
    aws_iam_role_policy: 2,
    aws_launch_template: 1,
    aws_route53_zone: 1,
    aws_security_group: 2,
    aws_security_group_rule: 8,
    aws_sns_topic: 1,
    aws_sns_topic_subscription: 1,
    // Four that others import; how many the boot files need is tested with them.
    aws_ssm_parameter: expect.any(Number),
    docker_image: 1,
    docker_registry_image: 1,
    terraform_data: 2,
  });
});

test("gives each further node a disk and its alarm, a host and a role and a share of the name, and shares the rest", () => {
  const one = count(synthesize().node);
  const three = count(synthesize({ ETHNODE_NODE_COUNT: "3" }).node);
  const more = Object.fromEntries(Object.entries(three).filter(([type, number]) => number !== one[type]));
  expect(more).toEqual({
    aws_autoscaling_group: 3,
    aws_cloudwatch_metric_alarm: 5,
    aws_ebs_volume: 3,
    aws_iam_instance_profile: 3,
    aws_iam_role: 4,
    aws_iam_role_policy: 4,
    aws_launch_template: 3,
    aws_route53_record: 3,
    terraform_data: 4,
  });
});

test("insists that all nodes share one VPC", () => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  const [first, second] = Object.entries(node.data.aws_subnet ?? {});
  expect(first?.[1]).not.toHaveProperty("lifecycle");
  expect(second?.[1].lifecycle).toEqual({
    postcondition: [
      {
        condition: `\${(self.vpc_id == data.aws_subnet.${first?.[0]}.vpc_id)}`,
        error_message: expect.stringMatching(
          /^subnet_ids must lie in one VPC; got \$\{self\.id\} in \$\{self\.vpc_id\} /,
        ),
      },
    ],
  });
});

test("keeps the ids of existing nodes when one is added", () => {
  const ids = (nodeCount: string) =>
    Object.keys(synthesize({ ETHNODE_NODE_COUNT: nodeCount }).node.resource.aws_ebs_volume ?? {});
  expect(ids("2")).toEqual(expect.arrayContaining(ids("1")));
});

test("declares the outputs of the contract, each with a description", () => {
  const { output } = synthesize().node;
  expect(Object.keys(output).sort()).toEqual([
    "access_security_group_id",
    "chain_volume_ids",
    "cluster_name",
    "ecr_repository_url",
    "ecr_repository_urls",
    "elastic_ips",
    "host_log_group_name",
    "log_group_name",
    "name_servers",
    "node_security_group_id",
    "region",
    "rpc_url",
    "service_name",
    "ws_url",
    "zone_id",
  ]);
  for (const declared of Object.values(output)) {
    expect(declared.description).toMatch(/\.$/);
  }
});

test("needs no docker provider when the image is given", () => {
  const { node } = synthesize({ ETHNODE_IMAGE: "ghcr.io/acme/geth:1" });
  expect(Object.keys(node.provider)).toEqual(["aws"]);
  expect(node.terraform.required_providers).not.toHaveProperty("docker");
  expect(resources(node, "docker_image")).toEqual([]);
  expect(containerDefinitions(node)[0].image).toBe("ghcr.io/acme/geth:1");
});

test("leaves the registry login to the Docker CLI, so that no password reaches the state", () => {
  const { node } = synthesize();
  expect(node.provider.docker).toEqual([
    { registry_auth: [{ address: expect.stringContaining(".dkr.ecr.eu-central-1.") }] },
  ]);
  expect(node.data).not.toHaveProperty("aws_ecr_authorization_token");
});

test("keeps state in a local file without a state bucket", () => {
  expect(synthesize().node.terraform.backend).toEqual({ local: { path: "../../../terraform.mainnet-parity.tfstate" } });
});

test("keeps state encrypted and locked in the state bucket", () => {
  const { node, state } = synthesize({ ETHNODE_STATE_BUCKET: "my-state", ETHNODE_NAME: "my-chain" });
  const backend = { bucket: "my-state", region: "eu-central-1", encrypt: true, use_lockfile: true };
  expect(node.terraform.backend).toEqual({ s3: { ...backend, key: "my-chain/mainnet-parity.tfstate" } });
  expect(state.terraform.backend).toEqual({ s3: { ...backend, key: "my-chain/state.tfstate" } });
});

test("makes a private zone in the nodes' VPC on demand", () => {
  expect(only(synthesize().node, "aws_route53_zone")).not.toHaveProperty("vpc");
  expect(only(synthesize({ ETHNODE_DNS_ZONE: "private" }).node, "aws_route53_zone").vpc).toEqual([
    { vpc_id: expect.stringContaining("data.aws_subnet.") },
  ]);
});

test("requires the Terraform that can lock in S3", () => {
  expect(synthesize().node.terraform.required_version).toBe(">= 1.10");
});

test.each([
  ["1", "node-0"],
  ["2", "rpc"],
])("with %s nodes leads callers of the RPC to %s", (count, label) => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: count });
  expect([node.output.rpc_url?.value, node.output.ws_url?.value]).toEqual([
    `http://${label}.\${var.dns_name}:8545`,
    `ws://${label}.\${var.dns_name}:8546`,
  ]);
  const [published] = resources(node, "aws_ssm_parameter").filter(({ name }) => String(name).endsWith("/rpc-url"));
  expect(published?.insecure_value).toBe(node.output.rpc_url?.value);
});
