import { readFileSync } from "node:fs";
import path from "node:path";
import { roleStatements } from "../../support/policies";
import { only, synthesize } from "../../support/synthesize";

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
  const [subnet] = String((group.vpc_zone_identifier as string[])[0]).match(/data\.aws_subnet\.[\w-]+/) ?? [];
  expect(only(node, "aws_ebs_volume").availability_zone).toBe(`\${${subnet}.availability_zone}`);
});

test("never starts a new instance before it ends the old one, whatever the reason", () => {
  expect(only(node, "aws_autoscaling_group")).toMatchObject({
    instance_maintenance_policy: { min_healthy_percentage: 0, max_healthy_percentage: 100 },
    instance_refresh: { strategy: "Rolling", preferences: { min_healthy_percentage: 0 } },
  });
});

test("destroys the group before all that a stopping host calls, and the way there", () => {
  const graph = (address: string, seen = new Set<string>()): Set<string> => {
    if (!seen.has(address)) {
      seen.add(address);
      const [type = "", id = ""] = address.split(".");
      const text = JSON.stringify([node.resource[type]?.[id], type === "local" ? node.locals[id] : undefined]);
      for (const [reference] of text.matchAll(/(aws_\w+|local)\.[\w-]+/g)) {
        graph(reference, seen);
      }
    }
    return seen;
  };
  const [id] = Object.keys(node.resource.aws_autoscaling_group ?? {});
  const kept = [...graph(`aws_autoscaling_group.${id}`)];
  const every = (type: string, pattern = /./) =>
    Object.keys(node.resource[type] ?? {})
      .filter((name) => pattern.test(name))
      .map((name) => `${type}.${name}`);
  const needed = [
    ...every("aws_security_group_rule", /^network_(?!access-to-)/),
    ...every("aws_security_group", /^network_node_/),
    ...every("aws_iam_role_policy", /_host_/),
    ...every("aws_iam_instance_profile"),
    ...every("aws_route53_zone"),
    ...every("aws_cloudwatch_log_group", /^logs_host_/),
    ...every("aws_ecs_cluster"),
    ...every("aws_ebs_volume"),
  ];
  expect(needed).toHaveLength(14);
  expect(kept).toEqual(expect.arrayContaining(needed));
});

test.each([
  ["parity", {}, 300],
  ["a pair", { ETHNODE_CLIENT: "geth" }, undefined],
])("waits for the end of the group longer than the longest stop of %s takes", (_, environment, expected) => {
  const { node: stack } = synthesize(environment);
  const told = (key: string) => Number(new RegExp(`${key}='(\\d+)'`).exec(JSON.stringify(stack.locals))?.[1]);
  const stop = told("STOP_TIMEOUT_SECONDS");
  const group = only(stack, "aws_autoscaling_group") as {
    timeouts: { delete: string };
    initial_lifecycle_hook: { heartbeat_timeout: number }[];
  };
  expect(group.timeouts.delete).toMatch(/^\d+m$/);
  // watch-termination.sh gives up after that, and the hook after its last heartbeat.
  const longest =
    3 * stop + told("STOP_MARGIN_SECONDS") + (group.initial_lifecycle_hook[0]?.heartbeat_timeout ?? Number.NaN);
  expect(Number.parseInt(group.timeouts.delete, 10) * 60).toBeGreaterThanOrEqual(longest + 300);
  expect(stop).toBe(expected ?? stop);
});

test("tags the instance with what its rights are limited to, whoever starts it", () => {
  const tags = { Name: "mainnet-parity-node-0", EthereumNode: "mainnet-parity-node-0" };
  // Without Project, by which the Recycle Bin knows what to keep.
  const merged = `\${merge(var.tags, {"Name" = "mainnet-parity-node-0", "EthereumNode" = "mainnet-parity-node-0"})}`;
  expect(only(node, "aws_launch_template").tag_specifications).toEqual(
    ["instance", "volume", "network-interface"].map((resource_type) => ({ resource_type, tags: merged })),
  );
  expect(only(node, "aws_autoscaling_group").tag).toEqual(
    Object.entries(tags).map(([key, value]) => ({ key, value, propagate_at_launch: true })),
  );
});

test("gives the group, which takes no default tags of the provider, the tags of the user's", () => {
  const content = { key: `\${tag.key}`, value: `\${tag.value}`, propagate_at_launch: true };
  expect(only(node, "aws_autoscaling_group").dynamic).toEqual({ tag: { for_each: `\${var.tags}`, content } });
});

test("encrypts the root disk with the key of the variable, or else with the account's default", () => {
  const [mapping] = only(node, "aws_launch_template").block_device_mappings as { ebs: Record<string, unknown> }[];
  expect(mapping?.ebs.kms_key_id).toBe(`\${("" != var.kms_key_arn) ? var.kms_key_arn : null}`);
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

test("tells the host its group and its hook, and lets it release and give up itself in that group only", () => {
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
      Action: [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:SetInstanceHealth",
      ],
      Resource: [expect.stringMatching(/:autoScalingGroup:\*:autoScalingGroupName\/mainnet-parity-node-0$/)],
    },
  ]);
});

test("lets the host report to Session Manager and serve its sessions, and read no parameters for it", () => {
  const [statements] = roleStatements(node, /nodes_node-0_host/);
  const session = statements?.filter(({ Action }) => Action.some((action) => /^(ssmmessages:|ssm:Up)/.test(action)));
  expect(session).toEqual([
    {
      Sid: "ReportToSessionManager",
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: [expect.stringMatching(/^arn:.*:ec2:eu-central-1:.*:instance\/\*$/)],
    },
    {
      Sid: "ServeSessions",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: ["*"],
    },
  ]);
  expect(node.resource.aws_iam_role_policy_attachment).toBeUndefined();
});

test("waits for the end of an instance, and for no launch, whose failure would taint the group", () => {
  expect(only(node, "aws_autoscaling_group").wait_for_capacity_timeout).toBe(`\${var.node_running ? "0" : "10m"}`);
});

test.each([
  [{}, "true"],
  [{ ETHNODE_PUBLIC_ADDRESS: "false" }, "false"],
])("with %j the instance's public address: %s", (settings, expected) => {
  const template = only(synthesize(settings).node, "aws_launch_template");
  expect(template.network_interfaces).toMatchObject([{ associate_public_ip_address: expected }]);
});

describe("the hook of the group", () => {
  const group = only(node, "aws_autoscaling_group") as {
    initial_lifecycle_hook: Record<string, unknown>[];
    lifecycle: { ignore_changes: string[] };
  };

  test("a group is not replaced for its hook, which no import reads", () => {
    expect(group.lifecycle.ignore_changes).toEqual(["initial_lifecycle_hook"]);
  });

  test("the runbook locked-state sets the very hook that a new group gets", () => {
    const runbook = readFileSync(path.join(__dirname, "../../../docs/runbooks/locked-state.md"), "utf8");
    const [, options] = /^aws autoscaling put-lifecycle-hook ((?:.*\\\n)*.*)$/m.exec(runbook) ?? [];
    const given = Object.fromEntries(
      [...String(options).matchAll(/--([a-z-]+) (\S+)/g)].map(([, option, value]) => [option, value]),
    );
    expect(group.initial_lifecycle_hook).toEqual([
      {
        name: given["lifecycle-hook-name"],
        lifecycle_transition: given["lifecycle-transition"],
        heartbeat_timeout: Number(given["heartbeat-timeout"]),
        default_result: given["default-result"],
      },
    ]);
  });
});
