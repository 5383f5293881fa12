import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type IResolvable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { NodeCluster } from "./node-cluster";
import type { NodeService } from "./node-service";

export interface NodeAlarmsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly cluster: NodeCluster;
  readonly service: NodeService;
  /** How many clients should run. */
  readonly nodeCount: number;
  /** Whether the nodes should run at all. */
  readonly running: IResolvable;
  /** Who is told; empty for nobody. */
  readonly email: string;
}

/** Tells an operator that fewer clients run than should. */
export class NodeAlarms extends Construct {
  constructor(scope: Construct, id: string, props: NodeAlarmsProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", { name: `${props.name}-alarms` });
    new SnsTopicSubscription(this, "email", {
      count: Token.asNumber(Fn.conditional(Op.neq("", props.email), 1, 0)),
      topicArn: topic.arn,
      protocol: "email",
      endpoint: props.email,
    });
    new CloudwatchMetricAlarm(this, "clients-down", {
      alarmName: `${props.name}-clients-down`,
      alarmDescription: `Fewer than ${props.nodeCount} Ethereum clients run in cluster ${props.name}`,
      namespace: "ECS/ContainerInsights",
      metricName: "RunningTaskCount",
      dimensions: { ClusterName: props.cluster.clusterName, ServiceName: props.service.serviceName },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 10,
      comparisonOperator: "LessThanThreshold",
      threshold: props.nodeCount,
      // Silence is an alarm too: the metric ends with the last task.
      treatMissingData: "breaching",
      actionsEnabled: props.running,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    });
  }
}
