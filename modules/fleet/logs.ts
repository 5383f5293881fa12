import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Op } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import { nullUnless } from "../aws/expressions";
import type { PolicyStatement } from "../aws/iam-policy";
import { kmsKeyOfAccount } from "../aws/kms-key-of-account";

export interface NodeLogsProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  /** Days that CloudWatch keeps an event. */
  readonly retentionDays: number;
  /** KMS key that encrypts the events; empty for CloudWatch's own. */
  readonly kmsKeyArn: string;
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
    const client = this.group("client", props);
    const host = this.group("host", props);

    this.groupName = client.name;
    this.writeStatement = writeStatement("WriteClientLogs", props.account, `${client.name}:log-stream:*`);
    this.hostGroupName = host.name;
    this.account = props.account;
  }

  /** The right of a node's hosts to write to the streams of that node, which begin with its name, and to no other. */
  hostWriteStatement(nodeName: string): PolicyStatement {
    return writeStatement("WriteHostLogs", this.account, `${this.hostGroupName}:log-stream:${nodeName}/*`);
  }

  private group(role: string, { account, kmsKeyArn, name, retentionDays }: NodeLogsProps): CloudwatchLogGroup {
    const group = new CloudwatchLogGroup(this, role, {
      name: `/${name}/${role}`,
      retentionInDays: retentionDays,
      kmsKeyId: nullUnless(Op.neq("", kmsKeyArn), kmsKeyArn),
      lifecycle: { precondition: [kmsKeyOfAccount("kms_key_arn", kmsKeyArn, account, "all that it encrypts")] },
    });
    acceptFindings(group, "2026-11-26", {
      CKV_AWS_338: "billed by what is kept: log_retention_days is the user's to raise",
    });
    return group;
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
