import type { Call } from "./support/simulate";
import { ACCOUNT, arn, idsOf, NAME, REGION, ZONE_ID } from "./support/world";

const own = { Project: NAME };
const disk = { arn: idsOf("node-0").volume, tags: { ...own, Name: `${NAME}-node-0-chain` } };
const address = { arn: idsOf("node-0").elasticIp, tags: own };
const group = { arn: arn("ec2", "security-group/sg-0123456789abcdef0"), tags: own };
const snapshot = `arn:aws:ec2:${REGION}::snapshot/snap-0123456789abcdef0`;
const key = arn("kms", "key/0b1c2d3e-0000-4000-8000-000000000000");
const role = `arn:aws:iam::${ACCOUNT}:role/${NAME}-host-20261127000000000000000001`;
const profile = `arn:aws:iam::${ACCOUNT}:instance-profile/${NAME}-host-20261127000000000000000001`;
const zone = `arn:aws:route53:::hostedzone/${ZONE_ID}`;
const nodeBoundary = { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/${NAME}-delivery-node-boundary` };
const created = { "aws:RequestTag/Project": NAME, "aws:TagKeys": ["Project"] };
const byEc2 = { "kms:ViaService": `ec2.${REGION}.amazonaws.com` };

const calls = (actions: readonly string[], on: Call["on"], context?: Call["context"]): Call[] =>
  actions.map((action) => ({ action, on, ...(context === undefined ? {} : { context }) }));

/** What the provider calls with other settings, other changes, and where it is newer, beside what the local AWS saw. */
export const neededByPinnedProvider: Readonly<Record<"plan" | "apply" | "destroy", readonly Call[]>> = {
  plan: [
    ...calls(
      [
        "autoscaling:DescribeInstanceRefreshes",
        "autoscaling:DescribeScalingActivities",
        "ec2:DescribeAddresses",
        "ec2:DescribeAddressesAttribute",
        "ec2:DescribeKeyPairs",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSnapshots",
        "ec2:DescribeVolumesModifications",
        "sns:GetSubscriptionAttributes",
      ],
      ["*"],
    ),
    ...calls(
      ["iam:GetPolicy", "iam:GetPolicyVersion"],
      [`arn:aws:iam::${ACCOUNT}:policy/${NAME}-delivery-node-boundary`],
    ),
    ...calls(["kms:DescribeKey"], [key]),
    // bin/plan itself.
    ...calls(["s3:PutObject"], [`arn:aws:s3:::acme-state/plans/${NAME}/0123.tar`]),
    ...calls(["ecs:ListTagsForResource"], [arn("ecs", `service/${NAME}/parity`)]),
  ],
  apply: [
    ...calls(
      ["autoscaling:CancelInstanceRefresh", "autoscaling:DeleteTags", "autoscaling:DisableMetricsCollection"],
      [idsOf("node-0").group],
    ),
    ...calls(["ec2:AllocateAddress"], [address.arn], created),
    ...calls(["ec2:DisassociateAddress", "ec2:ReleaseAddress"], [address]),
    ...calls(["ec2:DeleteTags"], [disk], { "aws:TagKeys": ["Team"] }),
    ...calls(
      ["ec2:UpdateSecurityGroupRuleDescriptionsEgress", "ec2:UpdateSecurityGroupRuleDescriptionsIngress"],
      [group],
    ),
    ...calls(
      ["ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability", "ecr:UntagResource"],
      [arn("ecr", `repository/${NAME}/parity`)],
    ),
    ...calls(["ecs:UntagResource", "ecs:UpdateCluster", "ecs:UpdateClusterSettings"], [arn("ecs", `cluster/${NAME}`)]),
    ...calls(["ecs:UpdateService"], [arn("ecs", `service/${NAME}/parity`)]),
    ...calls(["iam:PutRolePermissionsBoundary"], [role], nodeBoundary),
    ...calls(["iam:UntagRole", "iam:UpdateRole", "iam:UpdateRoleDescription"], [role]),
    ...calls(["iam:UntagInstanceProfile"], [profile]),
    ...calls(
      ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      [key],
      byEc2,
    ),
    ...calls(["kms:CreateGrant"], [key], { ...byEc2, "kms:GrantIsForAWSResource": "true" }),
    ...calls(
      ["logs:AssociateKmsKey", "logs:DeleteRetentionPolicy", "logs:DisassociateKmsKey", "logs:UntagResource"],
      [arn("logs", `log-group:/${NAME}/client`)],
    ),
    ...calls(["route53:AssociateVPCWithHostedZone", "route53:UpdateHostedZoneComment"], [zone]),
    ...calls(["sns:SetTopicAttributes", "sns:Subscribe", "sns:UntagResource"], [arn("sns", `${NAME}-alarms`)]),
    ...calls(["sns:Unsubscribe"], ["*"]),
    ...calls(["cloudwatch:UntagResource"], [arn("cloudwatch", `alarm:${NAME}-clients-down`)]),
    ...calls(["cloudwatch:UntagResource"], [arn("cloudwatch", `alarm:${NAME}-clients-hurt`)]),
    ...calls(["ssm:RemoveTagsFromResource"], [arn("ssm", `parameter/${NAME}/rpc-url`)]),
  ],
  destroy: [
    ...calls(["ec2:CreateSnapshot"], [disk]),
    ...calls(["ec2:CreateSnapshot"], [snapshot], created),
    ...calls(["route53:GetDNSSEC"], [zone]),
  ],
};

/** What bin/preflight asks beside it. */
export const neededByPreflight: readonly Call[] = [
  ...calls(
    ["ec2:GetEbsDefaultKmsKeyId", "freetier:GetAccountPlanState", "servicequotas:GetAWSDefaultServiceQuota"],
    ["*"],
  ),
  ...calls(["servicequotas:GetServiceQuota"], [arn("servicequotas", "ec2/L-1216C47A")]),
];
