import { table } from "./markdown";
import { type Block, resources, synthesize, type TerraformJson } from "./synthesize";

/** An alarm of a stack, on a metric or on other alarms. */
export type Alarm = Block & { readonly alarm_name: string; readonly alarm_description: string };

const TYPES = ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];

export function alarmsOf(stack: TerraformJson): Alarm[] {
  return TYPES.flatMap((type) => resources(stack, type)) as Alarm[];
}

/** The rule of a composite alarm as CloudWatch gets it, with the names of its alarms. */
export function alarmRuleOf(stack: TerraformJson, rule: string): string {
  return rule.replace(/\$\{aws_cloudwatch_metric_alarm\.([\w-]+)\.alarm_name\}/g, (reference, id: string) => {
    const alarm = stack.resource.aws_cloudwatch_metric_alarm?.[id];
    return alarm === undefined ? reference : String(alarm.alarm_name);
  });
}

/** All alarms of a node with a consensus client, for the documents. */
export function alarmTable(): string {
  const { node } = synthesize({ ETHNODE_CLIENT: "geth" });
  const composites = resources(node, "aws_cloudwatch_composite_alarm") as Alarm[];
  const causes = new Map(
    composites.flatMap(({ alarm_name, alarm_rule }) =>
      [...alarmRuleOf(node, String(alarm_rule)).matchAll(/"([^"]+)"/g)].map(([, name]) => [name, alarm_name] as const),
    ),
  );
  const rows = alarmsOf(node).map((alarm) => {
    const by = causes.get(alarm.alarm_name);
    return [
      `\`${shown(alarm.alarm_name)}\``,
      metricOf(alarm),
      timeOf(alarm),
      by === undefined ? (alarm.alarm_actions === undefined ? "nobody" : "a person") : `\`${shown(by)}\``,
      "actions_suppressor" in alarm || by !== undefined ? "yes" : "",
    ];
  });
  return table(["alarm", "goes by", "on after", "tells", "held back by planned work"], rows).join("\n");
}

const shown = (name: string) => name.replace("mainnet-parity", "<name>").replace("node-0", "<node>");

function metricOf({ alarm_rule, comparison_operator, metric_name, namespace, threshold }: Alarm): string {
  if (alarm_rule !== undefined) {
    return "those that tell it";
  }
  const sign = { GreaterThanOrEqualToThreshold: "≥", LessThanThreshold: "<" }[String(comparison_operator)];
  return `\`${metric_name}\` of ${namespace === "mainnet-parity" ? "the fleet" : namespace} ${sign} ${threshold}`;
}

function timeOf({ alarm_rule, datapoints_to_alarm, evaluation_periods, period }: Alarm): string {
  if (alarm_rule !== undefined) {
    return "at once";
  }
  const time = (periods: unknown) => {
    const count = (Number(periods) * Number(period)) / 60;
    return count % 60 === 0 ? `${count / 60} h` : `${count} min`;
  };
  return datapoints_to_alarm === undefined || datapoints_to_alarm === evaluation_periods
    ? time(evaluation_periods)
    : `${time(datapoints_to_alarm)} of ${time(evaluation_periods)}`;
}
