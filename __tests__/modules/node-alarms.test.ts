import { only, synthesize } from "../support/synthesize";

const { node } = synthesize({ ETHNODE_NODE_COUNT: "3" });

test("alarms when fewer clients run than there are nodes, and when nothing is heard of them", () => {
  expect(only(node, "aws_cloudwatch_metric_alarm")).toMatchObject({
    namespace: "ECS/ContainerInsights",
    metric_name: "RunningTaskCount",
    statistic: "Minimum",
    comparison_operator: "LessThanThreshold",
    threshold: 3,
    treat_missing_data: "breaching",
  });
});

test("tells the topic when it begins and when it is over, and nobody while the nodes are paused", () => {
  const topic = [expect.stringMatching(/^\$\{aws_sns_topic\./)];
  expect(only(node, "aws_cloudwatch_metric_alarm")).toMatchObject({
    alarm_actions: topic,
    ok_actions: topic,
    actions_enabled: tf("var.node_running"),
  });
});

test("subscribes an e-mail address only where one is given", () => {
  expect(only(node, "aws_sns_topic_subscription")).toMatchObject({
    protocol: "email",
    endpoint: tf("var.alarm_email"),
    count: tf('("" != var.alarm_email) ? 1 : 0'),
  });
});

function tf(expression: string): string {
  return `\${${expression}}`;
}
