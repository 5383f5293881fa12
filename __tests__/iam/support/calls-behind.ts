import type { Call } from "./simulate";
import { ACCOUNT, arn, idsOf, NAME, REGION } from "./world";

const own = { Project: NAME };
const node = idsOf("node-0");
const template = arn("ec2", "launch-template/lt-0123456789abcdef0");
const byTemplate = { "ec2:LaunchTemplate": template };
const started = [
  node.instance,
  arn("ec2", "volume/vol-0123456789abcdef0"),
  arn("ec2", "network-interface/eni-0123456789abcdef0"),
];

/** What Auto Scaling asks of its caller before it takes a launch template: the right to start what is in it. */
const START: readonly Call[] = [
  {
    action: "ec2:RunInstances",
    on: [node.instance],
    context: {
      ...byTemplate,
      "aws:RequestTag/EthereumNode": `${NAME}-node-0`,
      "aws:TagKeys": ["EthereumNode", "Name"],
    },
  },
  {
    action: "ec2:RunInstances",
    on: [
      { arn: template, tags: own },
      { arn: arn("ec2", "security-group/sg-0123456789abcdef0"), tags: own },
    ],
    context: byTemplate,
  },
  {
    action: "ec2:RunInstances",
    on: [
      `arn:aws:ec2:${REGION}::image/ami-0123456789abcdef0`,
      arn("ec2", "key-pair/ops"),
      arn("ec2", "network-interface/eni-0123456789abcdef0"),
      arn("ec2", "subnet/subnet-0123456789abcdef0"),
      arn("ec2", "volume/vol-0123456789abcdef0"),
    ],
    context: byTemplate,
  },
  {
    action: "ec2:CreateTags",
    on: started,
    context: {
      "ec2:CreateAction": "RunInstances",
      "aws:RequestTag/EthereumNode": `${NAME}-node-0`,
      "aws:TagKeys": ["EthereumNode", "Name"],
    },
  },
  {
    action: "iam:PassRole",
    on: [`arn:aws:iam::${ACCOUNT}:role/${NAME}-host-20261127`],
    context: { "iam:PassedToService": "ec2.amazonaws.com" },
  },
];

/** Rights that AWS asks for behind a call, and that no local AWS can tell of. */
export const BEHIND: Readonly<Record<string, readonly Call[]>> = {
  "autoscaling:CreateAutoScalingGroup": [
    ...START,
    {
      action: "iam:CreateServiceLinkedRole",
      on: [`arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`],
      context: { "iam:AWSServiceName": "autoscaling.amazonaws.com" },
    },
  ],
  "autoscaling:UpdateAutoScalingGroup": START,
};
