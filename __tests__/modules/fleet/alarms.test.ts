import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_NODE_COUNT: "3" });
const alarms = resources(node, "aws_cloudwatch_metric_alarm");
const alarm = (name: string) => {
  const [found, ...others] = alarms.filter(({ alarm_name }) => alarm_name === `mainnet-parity-${name}`);
  expect(others).toEqual([]);
  return found;
};
const topic = [expect.stringMatching(/^\$\{aws_sns_topic\./)];

test("alarms when fewer clients run than there are nodes, and when nothing is heard of them", () => {
  expect(alarm("clients-down")).toMatchObject({
    namespace: "ECS/ContainerInsights",
    metric_name: "RunningTaskCount",
    statistic: "Minimum",
    comparison_operator: "LessThanThreshold",
    threshold: 3,
    treat_missing_data: "breaching",
  });
});

test.each(["node-0", "node-1", "node-2"])(
  "alarms when the disk of %s is silent for minutes, not for one",
  (nodeName) => {
    expect(alarm(`${nodeName}-disk-silent`)).toMatchObject({
      namespace: "AWS/EBS",
      metric_name: "VolumeStalledIOCheck",
      dimensions: {
        VolumeId: expect.stringMatching(new RegExp(`aws_ebs_volume\\.nodes_${nodeName}_chain_volume_\\w+\\.id`)),
      },
      statistic: "Maximum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      period: 60,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
    });
  },
);

test("alarms when a host says that it refuses to go on, and names the runbook", () => {
  expect(resources(node, "aws_cloudwatch_log_metric_filter")).toEqual([
    {
      name: "mainnet-parity-host-refusals",
      log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.logs_host_\w+\.name\}$/),
      pattern: '": refused:"',
      metric_transformation: { name: "HostRefusals", namespace: "mainnet-parity", value: "1" },
    },
  ]);
  expect(alarm("host-refused")).toMatchObject({
    alarm_description: expect.stringContaining("docs/runbooks/chain-disk-refused.md"),
    namespace: "mainnet-parity",
    metric_name: "HostRefusals",
    statistic: "Sum",
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    treat_missing_data: "notBreaching",
  });
});

test("tells the topic when it begins, and nobody while the nodes are paused", () => {
  expect(alarms).toHaveLength(5);
  for (const each of alarms) {
    expect(each).toMatchObject({ alarm_actions: topic, actions_enabled: tf("var.node_running") });
  }
});

test("tells the topic when it is over, but for a refusal, which lasts longer than its line in the log", () => {
  expect(alarms.filter((each) => !("ok_actions" in each))).toEqual([alarm("host-refused")]);
  expect(alarm("clients-down")).toMatchObject({ ok_actions: topic });
});

test("subscribes an e-mail address only where one is given", () => {
  expect(resources(node, "aws_sns_topic_subscription")).toEqual([
    expect.objectContaining({
      protocol: "email",
      endpoint: tf("var.alarm_email"),
      count: tf('("" != var.alarm_email) ? 1 : 0'),
    }),
  ]);
});

function tf(expression: string): string {
  return `\${${expression}}`;
}
