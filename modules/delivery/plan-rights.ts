import type { PolicyStatement } from "../aws/iam-policy";
import { deliveryNames } from "./delivery-names";
import type { DeliveryRightsProps } from "./delivery-rights-props";
import { rightsOn } from "./rights-on";

/** What a plan asks of AWS, where AWS knows no resource to name. None of them answers with a secret of others. */
const ASKED_OF_ALL = [
  "autoscaling:DescribeAutoScalingGroups",
  "autoscaling:DescribeInstanceRefreshes",
  "autoscaling:DescribeScalingActivities",
  // CloudWatch tells of composite alarms only to who may ask of all.
  "cloudwatch:DescribeAlarms",
  "ec2:DescribeAddresses",
  "ec2:DescribeAddressesAttribute",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeKeyPairs",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSnapshots",
  "ec2:DescribeSubnets",
  "ec2:DescribeVolumes",
  "ec2:DescribeVolumesModifications",
  "ec2:DescribeVpcs",
  "ecs:DescribeTaskDefinition",
  "iam:ListPolicies",
  "logs:DescribeLogGroups",
  "sns:GetSubscriptionAttributes",
  "ssm:DescribeParameters",
] as const;

/** What a plan reads, and the bundle that it writes. */
export function planRights(props: DeliveryRightsProps): PolicyStatement[] {
  const { account } = props;
  const on = rightsOn(props);
  const bucket = account.globalArn("s3", props.stateBucket);
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    allow("AskOfAll", ASKED_OF_ALL, ["*"]),
    allow(
      "ReadOwn",
      [
        "cloudwatch:GetDashboard",
        "cloudwatch:ListTagsForResource",
        "ec2:DescribeVpcAttribute",
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:ListTagsForResource",
        "ecs:DescribeClusters",
        "ecs:DescribeServices",
        "ecs:ListTagsForResource",
        "iam:GetInstanceProfile",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "logs:DescribeMetricFilters",
        "logs:ListTagsForResource",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
        "ssm:ListTagsForResource",
        ...(props.recycleBin ? ["rbin:GetRule", "rbin:ListTagsForResource"] : []),
      ],
      [
        ...on.alarms,
        ...on.dashboards,
        account.arn("ec2", "vpc/*"),
        ...on.repositories,
        ...on.ecs,
        ...on.nodeRoles,
        ...on.instanceProfiles,
        ...on.logGroups,
        ...on.topics,
        ...on.parameters,
        ...(props.recycleBin ? [account.arn("rbin", "rule/*")] : []),
      ],
    ),
    // What bounds the roles of the nodes, and what encrypts their disks: a plan with one that cannot be used is refused.
    allow(
      "ReadBoundary",
      ["iam:GetPolicy", "iam:GetPolicyVersion"],
      [account.iamArn(`policy/${deliveryNames(props.name).policy("node-boundary")}`)],
    ),
    allow("AskForKeys", ["kms:DescribeKey"], [account.arn("kms", "key/*")]),
    allow(
      "ReadParameters",
      ["ssm:GetParameter"],
      // The AMIs that AWS publishes are under the second.
      [...on.parameters, account.anyArn("ssm", "parameter/aws/service/*")],
    ),
    allow(
      "ReadZone",
      ["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource"],
      on.zones,
    ),
    ...(props.pushesImages
      ? [
          allow("LogInToEcr", ["ecr:GetAuthorizationToken"], ["*"]),
          allow(
            "ReadImages",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            on.repositories,
          ),
        ]
      : []),
    // Without it S3 does not tell a state that is not there from one that may not be read.
    allow("FindState", ["s3:ListBucket"], [bucket]),
    allow("ReadState", ["s3:GetObject"], [`${bucket}/${props.stateKey}`]),
    allow("WriteBundle", ["s3:PutObject"], [`${bucket}/${props.planPrefix}*`]),
    ...(props.stateKmsKeyArn === undefined
      ? []
      : [
          {
            ...allow("UseStateKey", ["kms:Decrypt", "kms:GenerateDataKey"], [props.stateKmsKeyArn]),
            Condition: { StringEquals: { "kms:ViaService": props.stateKmsCaller } },
          },
        ]),
  ];
}

/** What bin/preflight asks beside what a plan does. */
export function preflightRights(): PolicyStatement[] {
  return [
    {
      Sid: "AskOfAccount",
      Effect: "Allow",
      Action: [
        "ec2:GetEbsDefaultKmsKeyId",
        "freetier:GetAccountPlanState",
        "servicequotas:GetAWSDefaultServiceQuota",
        "servicequotas:GetServiceQuota",
      ],
      Resource: ["*"],
    },
  ];
}
