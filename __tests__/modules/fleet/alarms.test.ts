import { ref, Testing } from "cdktf";
import { FleetAlarms } from "../../../modules/fleet/alarms";
import { type Alarm, alarmRuleOf, alarmsOf } from "../../support/alarms";
import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_NODE_COUNT: "3" });
const all = alarmsOf(node);
const alarm = (name: string) => {
  const [found, ...others] = all.filter(({ alarm_name }) => alarm_name === `mainnet-parity-${name}`);
  expect(others).toEqual([]);
  return found;
};
const named = (alarms: readonly Alarm[]) => alarms.map(({ alarm_name }) => alarm_name.slice(15)).sort();
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
  expect(resources(node, "aws_cloudwatch_log_metric_filter")).toContainEqual({
    name: "mainnet-parity-host-refusals",
    log_group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.logs_host_\w+\.name\}$/),
    pattern: '": refused:"',
    metric_transformation: { name: "HostRefusals", namespace: "mainnet-parity", value: "1" },
  });
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

test("a person is told by these alarms, and by each node's own, and by no other", () => {
  const ofNode = (nodeName: string) => [`${nodeName}-disk-nearly-full`, `${nodeName}-disk-silent`, `${nodeName}-hurts`];
  expect(named(all.filter(({ alarm_actions }) => alarm_actions !== undefined))).toEqual(
    [
      ...["node-0", "node-1", "node-2"].flatMap(ofNode),
      ...["chain-halted", "clients-hurt", "disk-fills", "finality-old", "host-refused"],
    ].sort(),
  );
});

test("tells the topic when it begins, and nobody while the nodes are paused", () => {
  const telling = all.filter(({ alarm_actions }) => alarm_actions !== undefined);
  expect(telling.length).toBeGreaterThan(10);
  for (const each of telling) {
    expect(each).toMatchObject({ alarm_actions: topic, actions_enabled: tf("var.node_running") });
  }
});

test("tells the topic when it is over, but for a refusal, which lasts longer than its line in the log", () => {
  const begins = all.filter((each) => "alarm_actions" in each);
  expect(named(begins.filter((each) => !("ok_actions" in each)))).toEqual(["host-refused"]);
  expect(begins.filter((each) => "ok_actions" in each).map(({ ok_actions }) => ok_actions)).toEqual(
    Array(begins.length - 1).fill(topic),
  );
});

test("no name of an alarm is that of another, whatever the nodes are called", () => {
  const { node: fleet } = synthesize({ ETHNODE_NODE_NAMES: "clients,chain,disk,host,planned,finality" });
  const names = alarmsOf(fleet).map(({ alarm_name }) => alarm_name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test("what CloudWatch takes holds for fifty nodes with long names", () => {
  const nodeNames = Array.from({ length: 50 }, (_, at) => `${"n".repeat(21)}-${at}`).join(",");
  const { node: fleet } = synthesize({ ETHNODE_NAME: "f".repeat(24), ETHNODE_NODE_NAMES: nodeNames });
  for (const { alarm_description, alarm_name } of alarmsOf(fleet)) {
    expect(alarm_name.length).toBeLessThanOrEqual(255);
    expect(alarm_description.length).toBeLessThanOrEqual(1024);
  }
  for (const rule of resources(fleet, "aws_cloudwatch_composite_alarm").map((each) => String(each.alarm_rule))) {
    expect(rule.split(" OR ").length).toBeLessThanOrEqual(100);
    expect(alarmRuleOf(fleet, rule).length).toBeLessThanOrEqual(10_240);
  }
});

test("without monitors nothing is asked of them, and the clients' alarm tells a person itself", () => {
  const stack = JSON.parse(
    Testing.synthScope((scope) => {
      new FleetAlarms(scope, "alarms", {
        name: "fleet",
        chain: "mainnet",
        monitored: false,
        clusterName: "fleet",
        serviceName: "geth",
        clientLogGroupName: "/fleet/client",
        hostLogGroupName: "/fleet/host",
        nodes: [{ nodeName: "a", chainVolumeId: "vol-a", groupName: "fleet-a" }],
        running: ref("var.node_running"),
        kmsKeyArn: "",
        email: "",
      });
    }),
  );
  expect(alarmsOf(stack).map(({ alarm_actions, alarm_name }) => [alarm_name, alarm_actions])).toEqual([
    ["fleet-clients-down", topic],
    ["fleet-a-disk-silent", topic],
    ["fleet-host-refused", topic],
  ]);
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
