import { roleStatements } from "../support/policies";
import { only, synthesize } from "../support/synthesize";

const { node } = synthesize();

test("demands IMDSv2 and keeps containers off the metadata service", () => {
  expect(only(node, "aws_launch_template").metadata_options).toEqual({
    http_endpoint: "enabled",
    http_tokens: "required",
    http_put_response_hop_limit: 1,
  });
});

test("encrypts the root disk", () => {
  expect(only(node, "aws_launch_template").block_device_mappings).toEqual([
    expect.objectContaining({ ebs: expect.objectContaining({ encrypted: "true" }) }),
  ]);
});

test("holds no or one instance, in the subnet that gave the disk its zone", () => {
  const group = only(node, "aws_autoscaling_group");
  expect(group).toMatchObject({ min_size: 0, max_size: 1 });
  const [subnet] = String((group.vpc_zone_identifier as string[])[0]).match(/data\.aws_subnet\.\w+/) ?? [];
  expect(only(node, "aws_ebs_volume").availability_zone).toBe(`\${${subnet}.availability_zone}`);
});

test("lets the old instance go before the new one comes", () => {
  expect(only(node, "aws_autoscaling_group").instance_refresh).toEqual({
    strategy: "Rolling",
    preferences: { min_healthy_percentage: 0 },
  });
});

test("tags the instance with what its rights are limited to, whoever starts it", () => {
  const tags = { Name: "mainnet-parity-node-0", EthereumNode: "mainnet-parity-node-0" };
  expect(only(node, "aws_launch_template").tag_specifications).toEqual([
    { resource_type: "instance", tags },
    { resource_type: "volume", tags },
  ]);
  expect(only(node, "aws_autoscaling_group").tag).toEqual(
    Object.entries(tags).map(([key, value]) => ({ key, value, propagate_at_launch: true })),
  );
});

test("shows the AMI in the plan instead of hiding it as sensitive", () => {
  expect(only(node, "aws_launch_template").image_id).toMatch(/nonsensitive\(data\.aws_ssm_parameter\./);
});

test("waits at the end of an instance until the host has released its disk, or has been silent for 5 minutes", () => {
  expect(only(node, "aws_autoscaling_group").initial_lifecycle_hook).toEqual([
    {
      name: "release-chain-disk",
      lifecycle_transition: "autoscaling:EC2_INSTANCE_TERMINATING",
      heartbeat_timeout: 300,
      default_result: "CONTINUE",
    },
  ]);
});

test("tells the host its group and its hook, and lets it speak to that group only", () => {
  const group = only(node, "aws_autoscaling_group");
  const environment = Object.values(node.locals)
    .map((local) => JSON.stringify(local))
    .join();
  expect(environment).toContain(`GROUP_NAME='${group.name}'`);
  expect(environment).toContain("LIFECYCLE_HOOK_NAME='release-chain-disk'");
  const [statements] = roleStatements(node, /nodes_node-0_host/);
  expect(statements?.filter(({ Action }) => Action.some((action) => action.startsWith("autoscaling:")))).toEqual([
    {
      Sid: "LetGroupGoOn",
      Effect: "Allow",
      Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
      Resource: [expect.stringMatching(/:autoScalingGroup:\*:autoScalingGroupName\/mainnet-parity-node-0$/)],
    },
  ]);
});
