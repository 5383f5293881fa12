import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { AlarmTopic } from "./alarm-topic";

/** Time for the alarm of planned work to see the first of its points. */
const WAIT_SECONDS = 120;
/** Time for what the work has touched to say that it is well again. */
const EXTENSION_SECONDS = 300;

export interface WakingAlarmProps {
  readonly alarmName: string;
  readonly alarmDescription: string;
  /** Each sets it off; 100 at most, as CloudWatch has it. */
  readonly causes: readonly CloudwatchMetricAlarm[];
  /** While this one is on, nobody is told. */
  readonly plannedWork: CloudwatchMetricAlarm;
  readonly topic: AlarmTopic;
}

/** One alarm in the place of many that have one cause: a person is woken once. */
export class WakingAlarm extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WakingAlarmProps) {
    super(scope, id);
    const alarm = new CloudwatchCompositeAlarm(this, "Default", {
      ...props.topic.told,
      alarmName: props.alarmName,
      alarmDescription: props.alarmDescription,
      alarmRule: props.causes.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR "),
      actionsSuppressor: {
        alarm: props.plannedWork.alarmName,
        waitPeriod: WAIT_SECONDS,
        extensionPeriod: EXTENSION_SECONDS,
      },
    });
    this.arn = alarm.arn;
  }
}
