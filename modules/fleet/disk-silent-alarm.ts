import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { AlarmTopic } from "./alarm-topic";
import type { AlarmedNode } from "./node-alarms";

/** Tells that a chain volume completes no input or output, which planned work does not excuse. */
export function diskSilentAlarm(
  scope: Construct,
  name: string,
  { chainVolumeId, nodeName }: AlarmedNode,
  topic: AlarmTopic,
): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, `disk-silent-${nodeName}`, {
    ...topic.told,
    alarmName: `${name}-${nodeName}-disk-silent`,
    alarmDescription: `The chain volume ${chainVolumeId} of ${nodeName} completes no input or output: docs/runbooks/chain-disk-refused.md, "A silent disk"`,
    namespace: "AWS/EBS",
    metricName: "VolumeStalledIOCheck",
    dimensions: { VolumeId: chainVolumeId },
    statistic: "Maximum",
    period: 60,
    // The check fails after a minute without an answer: a shorter stall does not count, and one minute alone has passed.
    evaluationPeriods: 3,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    // A volume that is not attached has no data.
    treatMissingData: "notBreaching",
  });
}
