import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { AlarmTopic } from "./alarm-topic";

export interface ClientAlarmsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly nodeCount: number;
}

const ofService = ({ clusterName, serviceName }: ClientAlarmsProps) => ({
  namespace: "ECS/ContainerInsights",
  dimensions: { ClusterName: clusterName, ServiceName: serviceName },
});

/** Is on when fewer clients run than there are nodes. */
export function clientsDownAlarm(
  scope: Construct,
  props: ClientAlarmsProps,
  told: Partial<AlarmTopic["told"]>,
): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, "clients-down", {
    ...told,
    ...ofService(props),
    alarmName: `${props.name}-clients-down`,
    alarmDescription: `Fewer than ${props.nodeCount} Ethereum clients run in cluster ${props.name}: docs/runbooks/clients-down.md`,
    metricName: "RunningTaskCount",
    statistic: "Minimum",
    period: 60,
    evaluationPeriods: 10,
    comparisonOperator: "LessThanThreshold",
    threshold: props.nodeCount,
    // Silence is an alarm too: the metric ends with the last task.
    treatMissingData: "breaching",
  });
}

/**
 * Is on when clients end again and again. ECS counts what it starts again in place, which is what has run for longer than five
 * minutes: so one start a period, and what ends sooner takes its task down with it, which the other alarm sees.
 */
export function clientsRestartingAlarm(scope: Construct, props: ClientAlarmsProps): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, "clients-restarting", {
    ...ofService(props),
    alarmName: `${props.name}-clients-restarting`,
    alarmDescription: `Clients of ${props.name} ended and were started again three times within an hour: docs/runbooks/clients-down.md, "Clients that start again and again"`,
    metricName: "RestartCount",
    statistic: "Sum",
    period: 300,
    evaluationPeriods: 12,
    datapointsToAlarm: 3,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    treatMissingData: "notBreaching",
  });
}
