import type { PolicyStatement } from "../aws/iam-policy";
import { NODE_TAG } from "../host-contract";
import type { DeliveryRightsProps } from "./delivery-rights-props";
import { rightsOn } from "./rights-on";

export interface ApplyRightsProps extends DeliveryRightsProps {
  /** ARN of the policy that bounds every role of the nodes. */
  readonly nodeBoundaryArn: string;
  /** Domain name of the nodes. */
  readonly dnsName: string;
  /** Whether a zone that the stack made may go. */
  readonly zoneMayGo: boolean;
  /** Values of the Name tag of the chain volumes that may be deleted, with wildcards. */
  readonly deletableVolumes: readonly string[];
}

type Condition = PolicyStatement["Condition"];

/** What an apply does beside all that a plan asks; as three policies, as one has not room for it. */
export function applyRights(props: ApplyRightsProps): Record<"machines" | "roles" | "services", PolicyStatement[]> {
  const { account, name, projectTag } = props;
  const on = rightsOn(props);
  const allow = (
    Sid: string,
    Action: readonly string[],
    Resource: readonly string[],
    Condition?: Condition,
  ): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition === undefined ? {} : { Condition }),
  });
  const created = { StringEquals: { [`aws:RequestTag/${projectTag}`]: name } };
  const own = { StringEquals: { [`aws:ResourceTag/${projectTag}`]: name } };
  const tagged = [on.addresses, on.securityGroups, on.templates, on.volumes];
  const bounded = { ArnEquals: { "iam:PermissionsBoundary": props.nodeBoundaryArn } };
  const passed = (service: string) => ({ StringEquals: { "iam:PassedToService": `${service}.amazonaws.com` } });
  const machines = [
    ...chainVolumes(),
    allow(
      "Make",
      ["ec2:AllocateAddress", "ec2:CreateLaunchTemplate", "ec2:CreateSecurityGroup", "ec2:CreateVolume"],
      tagged,
      created,
    ),
    allow("MakeIn", ["ec2:CreateSecurityGroup"], [account.arn("ec2", "vpc/*")]),
    allow("MakeFrom", ["ec2:CreateVolume"], [on.snapshots]),
    allow("TagNew", ["ec2:CreateTags"], [...tagged, on.snapshots, on.instances, on.interfaces], {
      StringEquals: {
        "ec2:CreateAction": [
          "AllocateAddress",
          "CreateLaunchTemplate",
          "CreateSecurityGroup",
          "CreateSnapshot",
          "CreateVolume",
          "RunInstances",
        ],
      },
    }),
    allow(
      "Change",
      [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateLaunchTemplateVersion",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteSecurityGroup",
        "ec2:DisassociateAddress",
        "ec2:ModifyVolume",
        "ec2:ReleaseAddress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
        "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
      ],
      tagged,
      own,
    ),
    // A call without keys would take all tags away, and names none of them to IAM.
    allow("Untag", ["ec2:DeleteTags"], tagged, { ...own, Null: { "aws:TagKeys": "false" } }),
    // Auto Scaling asks whether its caller may start what the template says.
    allow("Start", ["ec2:RunInstances"], [on.instances], {
      StringLike: { [`aws:RequestTag/${NODE_TAG}`]: `${name}-*` },
      ArnLike: { "ec2:LaunchTemplate": on.templates },
    }),
    allow("StartWith", ["ec2:RunInstances"], [on.securityGroups, on.templates], own),
    allow(
      "StartOn",
      ["ec2:RunInstances"],
      [
        account.sharedArn("ec2", "image/*"),
        account.arn("ec2", "key-pair/*"),
        on.interfaces,
        account.arn("ec2", "subnet/*"),
        on.volumes,
      ],
      { ArnLike: { "ec2:LaunchTemplate": on.templates } },
    ),
    allow(
      "Groups",
      [
        "autoscaling:CancelInstanceRefresh",
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:DeleteAutoScalingGroup",
        "autoscaling:DeleteTags",
        "autoscaling:DisableMetricsCollection",
        "autoscaling:EnableMetricsCollection",
        "autoscaling:PutLifecycleHook",
        "autoscaling:StartInstanceRefresh",
        "autoscaling:UpdateAutoScalingGroup",
      ],
      on.groups,
    ),
  ];
  const roles = [
    allow("UseKeys", KEY_USE, [account.arn("kms", "key/*")], {
      StringEquals: { "kms:ViaService": account.kmsCaller("ec2") },
    }),
    allow("LendKeys", ["kms:CreateGrant"], [account.arn("kms", "key/*")], {
      StringEquals: { "kms:ViaService": account.kmsCaller("ec2") },
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
    allow(
      "BoundedRoles",
      ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"],
      on.nodeRoles,
      bounded,
    ),
    allow(
      "Roles",
      [
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:ListInstanceProfilesForRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      on.nodeRoles,
    ),
    allow(
      "Profiles",
      [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      on.instanceProfiles,
    ),
    allow("PassToHosts", ["iam:PassRole"], on.hostRoles, passed("ec2")),
    allow("PassToTasks", ["iam:PassRole"], on.taskRoles, passed("ecs-tasks")),
    // In an account that has neither yet, the first group and the first cluster make them.
    allow("RolesOfServices", ["iam:CreateServiceLinkedRole"], [account.iamArn("role/aws-service-role/*")], {
      StringEquals: { "iam:AWSServiceName": ["autoscaling.amazonaws.com", "ecs.amazonaws.com"] },
    }),
  ];
  const services = [
    ...zone(),
    allow(
      "Ecs",
      [
        "ecs:CreateCluster",
        "ecs:CreateService",
        "ecs:DeleteCluster",
        "ecs:DeleteService",
        "ecs:RegisterTaskDefinition",
        "ecs:TagResource",
        "ecs:UntagResource",
        "ecs:UpdateCluster",
        "ecs:UpdateClusterSettings",
        "ecs:UpdateService",
      ],
      on.ecs,
    ),
    // AWS knows no resource of them, and takes a composite alarm only from who may make any. Tasks that run stay.
    allow(
      "Unnamed",
      [
        "cloudwatch:PutCompositeAlarm",
        "ec2:DescribeNetworkInterfaces",
        "ecs:DeregisterTaskDefinition",
        "sns:Unsubscribe",
      ],
      ["*"],
    ),
    allow(
      "Named",
      [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DeleteDashboards",
        "cloudwatch:PutDashboard",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
        "ecr:CreateRepository",
        "ecr:DeleteLifecyclePolicy",
        "ecr:DeleteRepository",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteMetricFilter",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutMetricFilter",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:UntagResource",
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
        ...(props.pushesImages
          ? ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
          : []),
      ],
      [...on.alarms, ...on.dashboards, ...on.repositories, ...on.logGroups, ...on.topics, ...on.parameters],
    ),
    allow("ZoneChange", ["route53:GetChange"], [account.globalArn("route53", "change/*")]),
    ...state(),
  ];
  return { machines, roles, services };

  /** Grown and tagged with the rest; gone only where an administrator has said so. */
  function chainVolumes(): PolicyStatement[] {
    const bin = account.arn("rbin", "rule/*");
    const binRights = props.recycleBin
      ? [
          allow("MakeBin", ["rbin:CreateRule", "rbin:TagResource"], [bin], created),
          ...(props.deletableVolumes.length === 0 ? [] : [allow("EndBin", ["rbin:DeleteRule"], [bin], own)]),
        ]
      : [];
    if (props.deletableVolumes.length === 0) {
      return binRights;
    }
    return [
      ...binRights,
      allow("EndVolume", ["ec2:CreateSnapshot", "ec2:DeleteVolume"], [on.volumes], {
        ...own,
        StringLike: { "aws:ResourceTag/Name": props.deletableVolumes },
      }),
      allow("LastSnapshot", ["ec2:CreateSnapshot"], [on.snapshots], created),
    ];
  }

  function zone(): PolicyStatement[] {
    const records = allow("Records", ["route53:ChangeResourceRecordSets"], on.zones, {
      "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": [`*.${props.dnsName}`] },
    });
    if (props.zoneId !== undefined) {
      return [records];
    }
    return [
      records,
      allow("MakeZone", ["route53:CreateHostedZone"], ["*"]),
      allow(
        "Zone",
        [
          "route53:AssociateVPCWithHostedZone",
          "route53:ChangeTagsForResource",
          "route53:UpdateHostedZoneComment",
          ...(props.zoneMayGo ? ["route53:DeleteHostedZone", "route53:GetDNSSEC"] : []),
        ],
        on.zones,
      ),
    ];
  }

  function state(): PolicyStatement[] {
    const bucket = account.globalArn("s3", props.stateBucket);
    const lock = `${bucket}/${props.stateKey}.tflock`;
    return [
      allow("WriteState", ["s3:PutObject"], [`${bucket}/${props.stateKey}`, lock]),
      allow("Lock", ["s3:DeleteObject", "s3:GetObject"], [lock]),
      allow("ReadBundle", ["s3:GetObject"], [`${bucket}/${props.planPrefix}*`]),
    ];
  }
}

/** Of EC2 for the apply, and for nobody else. */
const KEY_USE = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;
