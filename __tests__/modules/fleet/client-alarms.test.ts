import { alarmRuleOf, alarmsOf } from "../../support/alarms";
import { containerDefinitions } from "../../support/container-definitions";
import { only, resources, synthesize } from "../../support/synthesize";

const { node } = synthesize();
const alarm = (kind: string) => alarmsOf(node).find(({ alarm_name }) => alarm_name === `mainnet-parity-${kind}`);

test("a client that ECS starts again in three of twelve periods is an alarm; one start is none", () => {
  expect(alarm("clients-restarting")).toMatchObject({
    namespace: "ECS/ContainerInsights",
    metric_name: "RestartCount",
    statistic: "Sum",
    evaluation_periods: 12,
    datapoints_to_alarm: 3,
    threshold: 1,
    treat_missing_data: "notBreaching",
  });
});

test("the count of starts is there: it is of containers with a restart policy, and every period may have one", () => {
  const period = alarm("clients-restarting")?.period as number;
  const policies = containerDefinitions(node).map(({ restartPolicy }) => restartPolicy);
  expect(policies.length).toBeGreaterThan(0);
  for (const { enabled, restartAttemptPeriod } of policies) {
    expect(enabled).toBe(true);
    expect(restartAttemptPeriod).toBeLessThanOrEqual(period);
  }
  expect(only(node, "aws_ecs_cluster").setting).toEqual([{ name: "containerInsights", value: "enabled" }]);
});

test("clients that are down or end again and again wake a person once", () => {
  const rules = resources(node, "aws_cloudwatch_composite_alarm").map(({ alarm_name, alarm_rule }) => [
    alarm_name,
    alarmRuleOf(node, String(alarm_rule)),
  ]);
  expect(rules).toContainEqual([
    "mainnet-parity-clients-hurt",
    'ALARM("mainnet-parity-clients-down") OR ALARM("mainnet-parity-clients-restarting")',
  ]);
  expect(alarm("clients-down")).not.toHaveProperty("alarm_actions");
});
