import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { type MonitorMetric, NODE_DIMENSION } from "../monitor-contract";
import type { AlarmTopic } from "./alarm-topic";
import { WakingAlarm } from "./waking-alarm";

/** What the alarms must know of a node. */
export interface AlarmedNode {
  readonly nodeName: string;
  readonly chainVolumeId: string;
  /** Name of its Auto Scaling group. */
  readonly groupName: string;
}

export interface NodeAlarmsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly node: AlarmedNode;
  readonly chain: string;
  readonly topic: AlarmTopic;
  readonly plannedWork: CloudwatchMetricAlarm;
}

/** A metric of the monitor that is 1 while something is wrong: after how many minutes it counts, what it says, and where help stands. */
interface Fault {
  readonly metricName: MonitorMetric;
  readonly minutes: number;
  readonly says: string;
  readonly heading: string;
}

/** By construct id, which is the end of the alarm's name too. */
const FAULTS: Readonly<Record<string, Fault>> = {
  lagging: {
    metricName: "Lagging",
    minutes: 3,
    says: "was in step with the chain and fell behind",
    heading: "It lags",
  },
  stalled: {
    metricName: "Stalled",
    minutes: 2,
    says: "stands still while the chain goes on",
    heading: "It stands still",
  },
  "off-chain": {
    metricName: "OffChain",
    minutes: 2,
    says: "follows a fork, or another chain than it should",
    heading: "It is on another chain",
  },
  unreachable: {
    metricName: "Unreachable",
    minutes: 3,
    says: "runs a client that does not answer its monitor",
    heading: "Its client does not answer",
  },
  "clock-wrong": {
    metricName: "ClockWrong",
    minutes: 5,
    says: "has a clock that is wrong, so that no age of a block can be trusted",
    heading: "Its clock is wrong",
  },
};
/** Below it a node of a public chain hears too little of it. */
const FEW_PEERS = 3;
/** After this a replaced instance should have come back. */
const GONE_MINUTES = 15;
/** How full a disk may be: the rest is for the time that it takes to make it larger. */
const DISK_PERCENT = 85;

/**
 * What the monitor and the group say of one node. A person is told of all that one incident sets off by one alarm, and of
 * a disk that fills by another, as it may last for days and would hide the rest.
 */
export class NodeAlarms extends Construct {
  /** ARNs of the alarms that tell a person. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: NodeAlarmsProps) {
    super(scope, id);
    const { name, topic } = props;
    const { groupName, nodeName } = props.node;
    const alarm = (
      kind: string,
      says: string,
      heading: string,
      config: Omit<CloudwatchMetricAlarmConfig, "alarmName">,
    ) =>
      new CloudwatchMetricAlarm(this, kind, {
        alarmName: `${name}-${nodeName}-${kind}`,
        alarmDescription: `${nodeName} of ${name} ${says}: docs/runbooks/node-hurts.md, "${heading}"`,
        namespace: name,
        dimensions: { [NODE_DIMENSION]: nodeName },
        period: 60,
        ...config,
      });
    const faults = Object.entries(FAULTS).map(([kind, { heading, metricName, minutes, says }]) =>
      alarm(kind, says, heading, {
        metricName,
        statistic: "Minimum",
        evaluationPeriods: minutes,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        // Silence is the alarm no-data.
        treatMissingData: "notBreaching",
      }),
    );
    const silence = alarm("no-data", "says nothing of itself", "Nothing is heard of it", {
      metricName: "Ready" satisfies MonitorMetric,
      statistic: "SampleCount",
      // As long as ECS may take to begin a task anew.
      evaluationPeriods: 10,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
    const gone = alarm("instance-gone", `has had no instance for ${GONE_MINUTES} minutes`, "It has no instance", {
      namespace: "AWS/AutoScaling",
      metricName: "GroupInServiceInstances",
      dimensions: { AutoScalingGroupName: groupName },
      statistic: "Maximum",
      evaluationPeriods: GONE_MINUTES,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
    });
    const minimumPeers = fewestPeers(props.chain);
    const lonely =
      minimumPeers === 0
        ? []
        : [
            alarm("few-peers", `has had fewer than ${minimumPeers} peers for 10 minutes`, "It has few peers", {
              metricName: "Peers" satisfies MonitorMetric,
              statistic: "Maximum",
              evaluationPeriods: 10,
              comparisonOperator: "LessThanThreshold",
              threshold: minimumPeers,
              treatMissingData: "notBreaching",
            }),
          ];
    const full = alarm("disk-nearly-full", `has a chain disk that is ${DISK_PERCENT} % full`, "Its disk fills", {
      ...topic.told,
      metricName: "DiskUsedPercent" satisfies MonitorMetric,
      statistic: "Minimum",
      evaluationPeriods: 5,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: DISK_PERCENT,
      treatMissingData: "notBreaching",
    });

    const hurts = new WakingAlarm(this, "hurts", {
      alarmName: `${name}-${nodeName}-hurts`,
      alarmDescription: `Something is wrong with ${nodeName} of ${name}, and the alarms that are on say what: docs/runbooks/node-hurts.md`,
      causes: [...faults, silence, gone, ...lonely],
      plannedWork: props.plannedWork,
      topic,
    });
    this.arns = [hurts.arn, full.arn];
  }
}

/** A development chain has no peers, and a private one may be of two nodes. */
function fewestPeers(chain: string): number {
  return chain === "dev" ? 0 : chain === "private" ? 1 : FEW_PEERS;
}
