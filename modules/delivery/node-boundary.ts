import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";
import { INITIALISED_TAG, NODE_TAG } from "../host-contract";

export interface NodeBoundaryProps {
  readonly name: string;
  readonly account: AwsAccount;
  /** Key of the tag of everything of the deployment, whose value is its name. */
  readonly projectTag: string;
  /** Domain name of the nodes. */
  readonly dnsName: string;
}

/** The most that a role of the nodes may ever do, whatever its own policy says: what hosts and tasks of this deployment need. */
export function nodeBoundary({ account, dnsName, name, projectTag }: NodeBoundaryProps): PolicyStatement[] {
  const allow = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    Condition?: PolicyStatement["Condition"],
  ): PolicyStatement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
  const ofDeployment = { StringEquals: { [`aws:ResourceTag/${projectTag}`]: name } };
  const ofNode = { StringLike: { [`aws:ResourceTag/${NODE_TAG}`]: `${name}-*` } };
  const volumes = [account.arn("ec2", "volume/*")];
  const instances = [account.arn("ec2", "instance/*")];
  return [
    allow(
      "Anywhere",
      [
        "ec2:DescribeInstances",
        "ec2:DescribeVolumes",
        "ecr:GetAuthorizationToken",
        "ecs:DiscoverPollEndpoint",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      ["*"],
    ),
    allow("Volumes", ["ec2:AttachVolume", "ec2:DetachVolume"], volumes, ofDeployment),
    allow("Instances", ["ec2:AssociateAddress", "ec2:AttachVolume", "ec2:DetachVolume"], instances, ofNode),
    allow("Addresses", ["ec2:AssociateAddress"], [account.arn("ec2", "elastic-ip/*")], ofNode),
    allow("Mark", ["ec2:CreateTags"], volumes, {
      ...ofDeployment,
      "ForAllValues:StringEquals": { "aws:TagKeys": [INITIALISED_TAG] },
    }),
    allow(
      "Keys",
      ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      [account.arn("kms", "key/*")],
      { StringEquals: { "kms:ViaService": account.kmsCaller("ec2") } },
    ),
    allow("LendKeys", ["kms:CreateGrant"], [account.arn("kms", "key/*")], {
      StringEquals: { "kms:ViaService": account.kmsCaller("ec2") },
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
    allow("Names", ["route53:ChangeResourceRecordSets"], [account.globalArn("route53", "hostedzone/*")], {
      "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [`*.${dnsName}`] },
      "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["A"] },
    }),
    allow("ReadNames", ["route53:ListResourceRecordSets"], [account.globalArn("route53", "hostedzone/*")]),
    allow(
      "Groups",
      [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:SetInstanceHealth",
      ],
      [account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${name}-*`)],
    ),
    allow(
      "Agent",
      [
        "ecs:Poll",
        "ecs:RegisterContainerInstance",
        "ecs:StartTelemetrySession",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
        "ecs:TagResource",
        "ecs:UpdateContainerInstancesState",
      ],
      [account.arn("ecs", `cluster/${name}`), account.arn("ecs", `container-instance/${name}/*`)],
    ),
    allow(
      "Logs",
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [account.arn("logs", `log-group:/${name}/*:log-stream:*`)],
    ),
    allow("Boot", ["ssm:GetParameters"], [account.arn("ssm", `parameter/${name}/boot-files/*`)]),
    allow("Sessions", ["ssm:UpdateInstanceInformation"], instances),
    // Of other accounts too: a given image may be anywhere.
    allow(
      "Images",
      ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      [account.anyArn("ecr", "repository/*")],
    ),
  ];
}
