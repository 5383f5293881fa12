import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { MonitorMetric } from "../monitor-contract";

const METRIC: MonitorMetric = "PlannedWork";

/**
 * Is on while somebody works on the fleet. bin/planned-work writes its points ahead of time, without a dimension: so they end by
 * themselves, and need no node to write them.
 */
export function plannedWorkAlarm(scope: Construct, name: string): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, "planned-work", {
    alarmName: `${name}-planned-work`,
    alarmDescription: `Somebody works on ${name}, and nobody is woken by its nodes: docs/runbooks/planned-work.md`,
    namespace: name,
    metricName: METRIC,
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    treatMissingData: "notBreaching",
  });
}
