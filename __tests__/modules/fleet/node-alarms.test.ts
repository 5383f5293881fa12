import { MONITOR_METRICS } from "../../../modules/monitor-contract";
import { alarmRuleOf, alarmsOf } from "../../support/alarms";
import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_NODE_COUNT: "2" });
const alarm = (kind: string, stack = node) =>
  alarmsOf(stack).find(({ alarm_name }) => alarm_name === `mainnet-parity-node-1-${kind}`);
const ofNode = { namespace: "mainnet-parity", dimensions: { NodeName: "node-1" } };

test.each([
  ["lagging", "Lagging", 3],
  ["stalled", "Stalled", 2],
  ["off-chain", "OffChain", 2],
  ["unreachable", "Unreachable", 3],
  ["clock-wrong", "ClockWrong", 5],
])("%s: the monitor says so for minutes on end, and silence is another alarm", (kind, metric, minutes) => {
  expect(alarm(kind)).toMatchObject({
    ...ofNode,
    metric_name: metric,
    // One good minute ends it.
    statistic: "Minimum",
    period: 60,
    evaluation_periods: minutes,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    treat_missing_data: "notBreaching",
  });
  expect(Object.keys(MONITOR_METRICS)).toContain(metric);
});

test("ten minutes without a word of the monitor are an alarm", () => {
  expect(alarm("no-data")).toMatchObject({
    ...ofNode,
    metric_name: "Ready",
    statistic: "SampleCount",
    period: 60,
    evaluation_periods: 10,
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    treat_missing_data: "breaching",
  });
});

test("a group without an instance is an alarm once a replacement should have come, and so is one that says nothing", () => {
  const [, group] =
    Object.entries(node.resource.aws_autoscaling_group ?? {}).find(([id]) => id.includes("node-1")) ?? [];
  expect(group).toMatchObject({ enabled_metrics: ["GroupInServiceInstances"] });
  expect(alarm("instance-gone")).toMatchObject({
    namespace: "AWS/AutoScaling",
    metric_name: "GroupInServiceInstances",
    dimensions: {
      AutoScalingGroupName: expect.stringMatching(/^\$\{aws_autoscaling_group\.nodes_node-1_host_group_\w+\.name\}$/),
    },
    period: 60,
    evaluation_periods: 15,
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    treat_missing_data: "breaching",
  });
});

test("few peers are those that the chain lets one wait for", () => {
  expect(alarm("few-peers")).toMatchObject({
    ...ofNode,
    metric_name: "Peers",
    statistic: "Maximum",
    evaluation_periods: 10,
    comparison_operator: "LessThanThreshold",
    threshold: 3,
    treat_missing_data: "notBreaching",
  });
  const dev = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev", ETHNODE_NODE_COUNT: "2" }).node;
  expect(alarm("lagging", dev)).toBeDefined();
  expect(alarm("few-peers", dev)).toBeUndefined();
});

test("a disk that is 85 % full is told by itself: it may last for days, and would hide what comes meanwhile", () => {
  expect(alarm("disk-nearly-full")).toMatchObject({
    ...ofNode,
    metric_name: "DiskUsedPercent",
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 85,
    treat_missing_data: "notBreaching",
    alarm_actions: [expect.any(String)],
  });
});

test("all that one incident of a node sets off wakes a person once, and not while planned work goes on", () => {
  const hurts = resources(node, "aws_cloudwatch_composite_alarm").filter(({ alarm_name }) =>
    String(alarm_name).endsWith("-hurts"),
  );
  expect(hurts.map(({ alarm_rule }) => alarmRuleOf(node, String(alarm_rule)))).toEqual(
    ["node-0", "node-1"].map((nodeName) =>
      ["lagging", "stalled", "off-chain", "unreachable", "clock-wrong", "no-data", "instance-gone", "few-peers"]
        .map((kind) => `ALARM("mainnet-parity-${nodeName}-${kind}")`)
        .join(" OR "),
    ),
  );
  for (const each of hurts) {
    expect(each.actions_suppressor).toEqual({
      alarm: expect.stringMatching(/aws_cloudwatch_metric_alarm\.alarms_planned-work_\w+\.alarm_name/),
      wait_period: 120,
      extension_period: 300,
    });
  }
});
