import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type IResolvable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import { nullUnless } from "../aws/expressions";
import type { NodeCluster } from "./cluster";
import type { NodeLogs } from "./logs";
import type { NodeService } from "./service";

/** What the alarms must know of a node. */
export interface AlarmedNode {
  readonly nodeName: string;
  readonly chainVolumeId: string;
}

export interface NodeAlarmsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly cluster: NodeCluster;
  readonly service: NodeService;
  readonly logs: NodeLogs;
  /** The nodes, each of which should run its clients. */
  readonly nodes: readonly AlarmedNode[];
  /** Whether the nodes should run at all. */
  readonly running: IResolvable;
  /** KMS key that encrypts the alarms on their way; empty for none. */
  readonly kmsKeyArn: string;
  /** Who is told; empty for nobody. */
  readonly email: string;
}

/** The metric that counts the lines by which a host says that it refuses to go on. */
const REFUSALS = "HostRefusals";

/** Tells an operator that fewer clients run than should, that a disk is silent, and that a host waits for a person. */
export class NodeAlarms extends Construct {
  constructor(scope: Construct, id: string, props: NodeAlarmsProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: `${props.name}-alarms`,
      kmsMasterKeyId: nullUnless(Op.neq("", props.kmsKeyArn), props.kmsKeyArn),
    });
    new SnsTopicSubscription(this, "email", {
      count: Token.asNumber(Fn.conditional(Op.neq("", props.email), 1, 0)),
      topicArn: topic.arn,
      protocol: "email",
      endpoint: props.email,
    });
    const told = { actionsEnabled: props.running, alarmActions: [topic.arn] };
    new CloudwatchMetricAlarm(this, "clients-down", {
      ...told,
      alarmName: `${props.name}-clients-down`,
      alarmDescription: `Fewer than ${props.nodes.length} Ethereum clients run in cluster ${props.name}: docs/runbooks/clients-down.md`,
      namespace: "ECS/ContainerInsights",
      metricName: "RunningTaskCount",
      dimensions: { ClusterName: props.cluster.clusterName, ServiceName: props.service.serviceName },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 10,
      comparisonOperator: "LessThanThreshold",
      threshold: props.nodes.length,
      // Silence is an alarm too: the metric ends with the last task.
      treatMissingData: "breaching",
      okActions: [topic.arn],
    });
    for (const { nodeName, chainVolumeId } of props.nodes) {
      new CloudwatchMetricAlarm(this, `disk-silent-${nodeName}`, {
        ...told,
        alarmName: `${props.name}-${nodeName}-disk-silent`,
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
        okActions: [topic.arn],
      });
    }
    new CloudwatchLogMetricFilter(this, "host-refusals", {
      name: `${props.name}-host-refusals`,
      logGroupName: props.logs.hostGroupName,
      // The scripts' own form, "<script>: refused: <reason>"; a connection is refused without the first colon.
      pattern: '": refused:"',
      metricTransformation: { name: REFUSALS, namespace: props.name, value: "1" },
    });
    new CloudwatchMetricAlarm(this, "host-refused", {
      ...told,
      alarmName: `${props.name}-host-refused`,
      alarmDescription: `A host of ${props.name} refuses to go on until a person has looked: log group ${props.logs.hostGroupName}, docs/runbooks/chain-disk-refused.md`,
      namespace: props.name,
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
}
