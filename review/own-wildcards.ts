/** A right of the project's own that AWS cannot narrow to one resource. */
interface OwnWildcard {
  readonly actions: readonly string[];
  readonly resource: RegExp;
  /** Keys of conditions that narrow it instead. @default none */
  readonly conditions?: readonly RegExp[];
}

const RESOURCE_TAG = /^aws:ResourceTag\/EthereumNode$/;

/** All of them, as the modules give them (a test compares); `unknown` stands for what only the apply knows. */
export const OWN_WILDCARDS: readonly OwnWildcard[] = [
  {
    actions: [
      "ec2:DescribeVolumes",
      "ec2:DescribeInstances",
      "ecs:DiscoverPollEndpoint",
      "ecr:GetAuthorizationToken",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resource: /^\*$/,
  },
  {
    actions: ["ecs:TagResource"],
    resource: /^\*$/,
    conditions: [/^ecs:CreateAction$/, /^aws:RequestTag\/EthereumNode$/, /^aws:TagKeys$/],
  },
  {
    actions: ["ec2:AttachVolume", "ec2:DetachVolume", "ec2:AssociateAddress"],
    resource: /^arn:[\w-]+:ec2:[\w-]+:(\d+|unknown):instance\/\*$/,
    conditions: [RESOURCE_TAG],
  },
  {
    actions: ["ec2:AssociateAddress"],
    resource: /^arn:[\w-]+:ec2:[\w-]+:(\d+|unknown):elastic-ip\/\*$/,
    conditions: [RESOURCE_TAG],
  },
  { actions: ["ssm:UpdateInstanceInformation"], resource: /^arn:[\w-]+:ec2:[\w-]+:(\d+|unknown):instance\/\*$/ },
  {
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    resource: /^arn:[\w-]+:ecs:[\w-]+:(\d+|unknown):container-instance\/[\w-]+\/\*$/,
    conditions: [/^ecs:cluster$/],
  },
  {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resource:
      /^arn:[\w-]+:logs:[\w-]+:(\d+|unknown):log-group:(unknown|\/[\w-]+\/(host|client)):log-stream:([\w-]+\/)?\*$/,
  },
  {
    actions: ["ssm:GetParameters"],
    resource: /^arn:[\w-]+:ssm:[\w-]+:(\d+|unknown):parameter\/[\w-]+\/boot-files\/\*$/,
  },
  {
    actions: [
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "autoscaling:SetInstanceHealth",
    ],
    resource: /^arn:[\w-]+:autoscaling:[\w-]+:(\d+|unknown):autoScalingGroup:\*:autoScalingGroupName\/[\w-]+$/,
  },
];
