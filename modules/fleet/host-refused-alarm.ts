import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { AlarmTopic } from "./alarm-topic";

/** The metric that counts the lines by which a host says that it refuses to go on. */
export const REFUSALS = "HostRefusals";

/** Tells that a host waits for a person. */
export function hostRefusedAlarm(
  scope: Construct,
  name: string,
  hostGroupName: string,
  topic: AlarmTopic,
): CloudwatchMetricAlarm {
  new CloudwatchLogMetricFilter(scope, "host-refusals", {
    name: `${name}-host-refusals`,
    logGroupName: hostGroupName,
    // The scripts' own form, "<script>: refused: <reason>"; a connection is refused without the first colon.
    pattern: '": refused:"',
    metricTransformation: { name: REFUSALS, namespace: name, value: "1" },
  });
  return new CloudwatchMetricAlarm(scope, "host-refused", {
    ...topic.toldAtFirst,
    alarmName: `${name}-host-refused`,
    alarmDescription: `A host of ${name} refuses to go on until a person has looked: log group ${hostGroupName}, docs/runbooks/chain-disk-refused.md`,
    namespace: name,
    metricName: REFUSALS,
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    // A host says it once and then waits. So the alarm's own end tells nothing, and nobody is told of it.
    treatMissingData: "notBreaching",
  });
}
