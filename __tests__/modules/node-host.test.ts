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
