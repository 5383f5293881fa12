import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import type { PolicyStatement } from "./iam-policy";

export interface NodeLogsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  /** Days that CloudWatch keeps an event. */
  readonly retentionDays: number;
}

/** The CloudWatch log group of the client. */
export class NodeLogs extends Construct {
  /** Name of the group that the client's container writes to. */
  readonly groupName: string;
  /** The right to write to this group only. */
  readonly writeStatement: PolicyStatement;

  constructor(scope: Construct, id: string, props: NodeLogsProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "client", {
      name: `/${props.name}/client`,
      retentionInDays: props.retentionDays,
    });

    this.groupName = group.name;
    this.writeStatement = {
      Sid: "WriteClientLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [props.account.arn("logs", `log-group:${group.name}:log-stream:*`)],
    };
  }
}
