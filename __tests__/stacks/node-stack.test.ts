import { containerDefinitions } from "../support/container-definitions";
import { only, resources, synthesize } from "../support/synthesize";

const count = (stack: ReturnType<typeof synthesize>["node"]) =>
  Object.fromEntries(Object.entries(stack.resource).map(([type, byId]) => [type, Object.keys(byId).length]));

test("holds each part of the drawing once for one node", () => {
  expect(count(synthesize().node)).toEqual({
    aws_autoscaling_group: 1,
    aws_cloudwatch_composite_alarm: 2,
    aws_cloudwatch_dashboard: 1,
    aws_cloudwatch_log_group: 2,
    aws_cloudwatch_log_metric_filter: 4,
    aws_cloudwatch_metric_alarm: 17,
    aws_ebs_volume: 1,
    aws_ecr_lifecycle_policy: 2,
    aws_ecr_repository: 2,
    aws_ecs_cluster: 1,
    aws_ecs_service: 1,
    aws_ecs_task_definition: 1,
    aws_iam_instance_profile: 1,
    aws_iam_role: 2,
    aws_iam_role_policy: 2,
    aws_launch_template: 1,
    aws_route53_record: 1,
    aws_route53_zone: 1,
    aws_security_group: 2,
    aws_security_group_rule: 10,
    aws_sns_topic: 1,
    aws_sns_topic_subscription: 1,
    // Four that others import; how many the boot files need is tested with them.
    aws_ssm_parameter: expect.any(Number),
    docker_image: 2,
    docker_registry_image: 2,
    terraform_data: 3,
  });
});

test("gives each further node a disk and its alarms, a host and a role and a share of the name, and shares the rest", () => {
  const one = count(synthesize().node);
  const three = count(synthesize({ ETHNODE_NODE_COUNT: "3" }).node);
  const more = Object.fromEntries(Object.entries(three).filter(([type, number]) => number !== one[type]));
  expect(more).toEqual({
    aws_autoscaling_group: 3,
    aws_cloudwatch_composite_alarm: 4,
    aws_cloudwatch_metric_alarm: 37,
    aws_ebs_volume: 3,
    aws_iam_instance_profile: 3,
    aws_iam_role: 4,
    aws_iam_role_policy: 4,
    aws_launch_template: 3,
    aws_route53_record: 3,
    terraform_data: 5,
  });
});

test("insists that all nodes share one VPC", () => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  const [first, second] = Object.entries(node.data.aws_subnet ?? {});
  expect(JSON.stringify(first?.[1].lifecycle)).not.toContain("one VPC");
  expect(second?.[1].lifecycle).toEqual({
    postcondition: [
      {
        condition: `\${(self.vpc_id == data.aws_subnet.${first?.[0]}.vpc_id)}`,
        error_message: expect.stringMatching(
          /^subnet_ids must lie in one VPC; got \$\{self\.id\} in \$\{self\.vpc_id\} /,
        ),
      },
      {
        condition: expect.any(String),
        error_message: expect.stringMatching(/^instance_type must be offered in the zone/),
      },
    ],
  });
});

test("keeps the ids of existing nodes when one is added", () => {
  const ids = (nodeCount: string) =>
    Object.keys(synthesize({ ETHNODE_NODE_COUNT: nodeCount }).node.resource.aws_ebs_volume ?? {});
  expect(ids("2")).toEqual(expect.arrayContaining(ids("1")));
});

test("needs no docker provider when all images are given", () => {
  const images = { ETHNODE_IMAGE: "ghcr.io/acme/geth:1", ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1" };
  const { node } = synthesize(images);
  expect(Object.keys(node.provider)).toEqual(["aws"]);
  expect(node.terraform.required_providers).not.toHaveProperty("docker");
  expect(resources(node, "docker_image")).toEqual([]);
  expect(containerDefinitions(node).map(({ image }) => image)).toEqual(Object.values(images));
  expect(synthesize({ ETHNODE_IMAGE: images.ETHNODE_IMAGE }).node.provider).toHaveProperty("docker");
});

test("leaves the registry login to the Docker CLI, so that no password reaches the state", () => {
  const { node } = synthesize();
  expect(node.provider.docker).toEqual([
    { registry_auth: [{ address: expect.stringContaining(".dkr.ecr.eu-central-1.") }] },
  ]);
  expect(node.data).not.toHaveProperty("aws_ecr_authorization_token");
});

test("makes a private zone in the nodes' VPC, and one that answers to the world on demand", () => {
  expect(only(synthesize().node, "aws_route53_zone").vpc).toEqual([
    { vpc_id: expect.stringContaining("data.aws_vpc.") },
  ]);
  expect(only(synthesize({ ETHNODE_DNS_ZONE: "public" }).node, "aws_route53_zone")).not.toHaveProperty("vpc");
});

test("leaves everything of the first node as it is when a second one comes or goes", () => {
  const ofFirstNode = (count: string) => {
    const { node } = synthesize({ ETHNODE_NODE_COUNT: count, ETHNODE_ELASTIC_IP: "true" });
    const parts = Object.values({ ...node.resource, locals: node.locals }).flatMap((byId) => Object.entries(byId));
    return Object.fromEntries(parts.filter(([id]) => /^nodes_node-0_/.test(id)));
  };
  const alone = ofFirstNode("1");
  expect(Object.keys(alone).length).toBeGreaterThan(8);
  expect(JSON.stringify(alone)).toContain("user_data");
  expect(JSON.stringify(alone)).toContain("SHARED_RECORD_NAME=");
  expect(ofFirstNode("2")).toEqual(alone);
});

test("bounds every role, encrypts the alarms and tags the tasks as the variables say", () => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: "2", ETHNODE_ELASTIC_IP: "true", ETHNODE_RECYCLE_BIN_DAYS: "7" });
  const roles = resources(node, "aws_iam_role");
  expect(roles).toHaveLength(3);
  for (const { permissions_boundary } of roles) {
    expect(permissions_boundary).toBe(`\${("" != var.permissions_boundary_arn) ? var.permissions_boundary_arn : null}`);
  }
  expect(only(node, "aws_sns_topic").kms_master_key_id).toBe(`\${("" != var.kms_key_arn) ? var.kms_key_arn : null}`);
  expect(only(node, "aws_ecs_service").propagate_tags).toBe("SERVICE");
});
