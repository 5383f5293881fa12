import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";

export interface NodeLogsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Days that CloudWatch keeps an event. */
  readonly retentionDays: number;
}

/** The CloudWatch log group of the client. */
export class NodeLogs extends Construct {
  /** Name of the group that the client's container writes to. */
  readonly groupName: string;
  /** The right to write to this group only. */
  readonly writeStatement: DataAwsIamPolicyDocumentStatement;

  constructor(scope: Construct, id: string, props: NodeLogsProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "client", {
      name: `/${props.name}/client`,
      retentionInDays: props.retentionDays,
    });

    this.groupName = group.name;
    this.writeStatement = {
      sid: "WriteClientLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${group.arn}:log-stream:*`],
    };
  }
}
