import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { MonitorMetric } from "../monitor-contract";
import type { AlarmTopic } from "./alarm-topic";

const FINALITY_MINUTES = 25;
const DAYS_UNTIL_FULL = 7;

export interface LineAlarmsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Log group of the monitors' lines. */
  readonly logGroupName: string;
  readonly topic: AlarmTopic;
}

/** What any monitor may say of all: of the chain, and how fast it fills the disks. */
interface Said {
  /** Of the metric that counts the lines. */
  readonly metricName: string;
  /** What must be in a line of the monitor, whose metrics are at its top. */
  readonly when: string;
  readonly says: string;
  readonly runbook: string;
  readonly periodSeconds: number;
  readonly periods: number;
  /** Of these periods, in how many a line must have said so. */
  readonly periodsToAlarm: number;
}

const value = (metric: MonitorMetric) => `$.${metric}`;

/** By construct id, which is the end of the alarm's name too. */
const SAID: Readonly<Record<string, Said>> = {
  "chain-halted": {
    metricName: "ChainHaltedLines",
    when: `${value("ChainStalled")} = 1`,
    says: "makes no new blocks, for no node",
    runbook: 'docs/runbooks/chain-hurts.md, "No new blocks"',
    periodSeconds: 60,
    periods: 3,
    periodsToAlarm: 3,
  },
  "finality-old": {
    metricName: "FinalityOldLines",
    // A node that still syncs knows of no newer one.
    when: `${value("Ready")} = 1 && ${value("FinalityAgeSeconds")} > ${60 * FINALITY_MINUTES}`,
    says: `has finalized no block for ${FINALITY_MINUTES} minutes`,
    runbook: 'docs/runbooks/chain-hurts.md, "No finality"',
    periodSeconds: 60,
    periods: 3,
    periodsToAlarm: 3,
  },
  "disk-fills": {
    metricName: "DiskFillsLines",
    // A first sync fills the disk faster than the chain will.
    when: `${value("Ready")} = 1 && ${value("DaysUntilFull")} < ${DAYS_UNTIL_FULL}`,
    says: `fills a chain disk in less than ${DAYS_UNTIL_FULL} days`,
    runbook: 'docs/runbooks/node-hurts.md, "Its disk fills"',
    // The day behind a sync is still seen in the slope.
    periodSeconds: 3600,
    periods: 24,
    periodsToAlarm: 20,
  },
};

/** Of what all nodes share one alarm is enough, whoever says it: each counts the lines of the monitors that say so. */
export class LineAlarms extends Construct {
  /** ARNs of the alarms. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: LineAlarmsProps) {
    super(scope, id);
    const { logGroupName, name, topic } = props;
    this.arns = Object.entries(SAID).map(([kind, said]) => {
      new CloudwatchLogMetricFilter(this, `${kind}-lines`, {
        name: `${name}-${kind}`,
        logGroupName,
        pattern: `{ ${said.when} }`,
        metricTransformation: { name: said.metricName, namespace: name, value: "1" },
      });
      return new CloudwatchMetricAlarm(this, kind, {
        ...topic.told,
        alarmName: `${name}-${kind}`,
        alarmDescription: `The chain of ${name} ${said.says}: ${said.runbook}`,
        namespace: name,
        metricName: said.metricName,
        statistic: "Sum",
        period: said.periodSeconds,
        evaluationPeriods: said.periods,
        datapointsToAlarm: said.periodsToAlarm,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treatMissingData: "notBreaching",
      }).arn;
    });
  }
}
