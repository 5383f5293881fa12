import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type IResolvable, Op, Token } from "cdktf";
import { Construct } from "constructs";
import { nullUnless } from "../aws/expressions";

export interface AlarmTopicProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Whether the nodes should run at all. */
  readonly running: IResolvable;
  /** KMS key that encrypts the alarms on their way; empty for none. */
  readonly kmsKeyArn: string;
  /** Who is told; empty for nobody. */
  readonly email: string;
}

/** The SNS topic by which a person is told, and nobody while the nodes are paused. */
export class AlarmTopic extends Construct {
  /** Of an alarm whose beginning is told. */
  readonly toldAtFirst: { readonly actionsEnabled: IResolvable; readonly alarmActions: string[] };
  /** Of an alarm whose beginning and end are told. */
  readonly told: AlarmTopic["toldAtFirst"] & { readonly okActions: string[] };

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
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

    this.toldAtFirst = { actionsEnabled: props.running, alarmActions: [topic.arn] };
    this.told = { ...this.toldAtFirst, okActions: [topic.arn] };
  }
}
