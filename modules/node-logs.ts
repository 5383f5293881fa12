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

/** The CloudWatch log groups of clients and hosts. */
export class NodeLogs extends Construct {
  /** Name of the group that the client's container writes to. */
  readonly groupName: string;
  /** The right to write to that group only. */
  readonly writeStatement: PolicyStatement;
  /** Name of the group that the hosts write to. */
  readonly hostGroupName: string;
  private readonly account: AwsAccount;

  constructor(scope: Construct, id: string, props: NodeLogsProps) {
    super(scope, id);
    const group = (role: string) =>
      new CloudwatchLogGroup(this, role, { name: `/${props.name}/${role}`, retentionInDays: props.retentionDays });
    const client = group("client");
    const host = group("host");

    this.groupName = client.name;
    this.writeStatement = writeStatement("WriteClientLogs", props.account, `${client.name}:log-stream:*`);
    this.hostGroupName = host.name;
    this.account = props.account;
  }

  /** The right of a node's hosts to write to the streams of that node, which begin with its name, and to no other. */
  hostWriteStatement(nodeName: string): PolicyStatement {
    return writeStatement("WriteHostLogs", this.account, `${this.hostGroupName}:log-stream:${nodeName}/*`);
  }
}

function writeStatement(Sid: string, account: AwsAccount, streams: string): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [account.arn("logs", `log-group:${streams}`)],
  };
}
