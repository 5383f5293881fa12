import type { Call } from "./support/simulate";
import { arn, DEFAULT_KEY, DOMAIN, NAME, type NodeIds, REGION, STACK } from "./support/world";

export interface NeededCall extends Call {
  /** Where it is made: a file of modules/node/boot, or the program of AWS that makes it. */
  readonly place: string;
  readonly why: string;
}

const VIA_EC2 = { "kms:ViaService": `ec2.${REGION}.amazonaws.com` };

/** A change of records, as Route53 tells IAM of it. */
export function recordChange(actions: readonly string[], names: readonly string[], types: readonly string[] = ["A"]) {
  return {
    "route53:ChangeResourceRecordSetsActions": actions,
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
    "route53:ChangeResourceRecordSetsRecordTypes": types,
  };
}

export function hostStream(node: string, source = "messages"): string {
  return arn("logs", `log-group:/${NAME}/host:log-stream:${node}/i-00000000000000000/${source}`);
}

export function clientStream(): string {
  return arn("logs", `log-group:/${NAME}/client:log-stream:parity/parity/0123456789abcdef`);
}

/** Every call of a node's host. */
export function neededByHost(ids: NodeIds): NeededCall[] {
  const instance = { arn: ids.instance, tags: ids.tag };
  const volume = ids.volume;
  const own = `${ids.node}.${DOMAIN}`;
  const member = `${ids.node}.rpc.${DOMAIN}`;
  const registration = { "aws:RequestTag/EthereumNode": `${NAME}-${ids.node}`, "aws:TagKeys": ["EthereumNode"] };
  const inCluster = { "ecs:cluster": STACK.cluster };
  const parameters = ["00", "01", "09"].map((part) => arn("ssm", `parameter/${NAME}/boot-files/part-${part}`));
  const row = (place: string, why: string, action: string, on: Call["on"], context?: Call["context"]): NeededCall => ({
    place,
    why,
    action,
    on,
    ...(context === undefined ? {} : { context }),
  });
  const dns = "register-dns.sh";
  const agent = "ECS agent";
  const throughEc2 = "EC2, as it attaches";
  return [
    row("fetch-boot-files.sh", "the other boot files", "ssm:GetParameters", parameters),
    row("attach-chain-disk.sh", "who holds the disk", "ec2:DescribeVolumes", ["*"]),
    row("attach-chain-disk.sh", "whether the holder is gone", "ec2:DescribeInstances", ["*"]),
    row("attach-chain-disk.sh", "takes the disk", "ec2:AttachVolume", [volume, instance]),
    row("attach-chain-disk.sh", "from an instance that is gone", "ec2:DetachVolume", [volume, instance]),
    row("release-chain-disk.sh", "looks whether it is attached", "ec2:DescribeVolumes", ["*"]),
    row("release-chain-disk.sh", "gives the disk back", "ec2:DetachVolume", [volume, instance]),
    row("mark-chain-volume.sh", "never formatted again", "ec2:CreateTags", [volume], {
      "aws:TagKeys": ["ChainDiskInitialised"],
      "aws:RequestTag/ChainDiskInitialised": "true",
    }),
    row("claim-elastic-ip.sh", "the lasting address", "ec2:AssociateAddress", [
      { arn: ids.elasticIp, tags: ids.tag },
      instance,
    ]),
    row("check-chain-disk.sh", "a silent disk", "autoscaling:SetInstanceHealth", [ids.group]),
    row("watch-termination.sh", "a sign of life", "autoscaling:RecordLifecycleActionHeartbeat", [ids.group]),
    row("watch-termination.sh", "the group may go on", "autoscaling:CompleteLifecycleAction", [ids.group]),
    row(
      "drain-task.sh",
      "ECS stops the task",
      "ecs:UpdateContainerInstancesState",
      [{ arn: ids.containerInstance, tags: ids.tag }],
      inCluster,
    ),
    row(dns, "the own name", "route53:ChangeResourceRecordSets", [STACK.zone], recordChange(["UPSERT"], [own])),
    row(dns, "takes it away", "route53:ChangeResourceRecordSets", [STACK.zone], recordChange(["DELETE"], [own])),
    row(
      dns,
      "the share of the name",
      "route53:ChangeResourceRecordSets",
      [STACK.zone],
      recordChange(["UPSERT"], [member]),
    ),
    row(
      dns,
      "lends its share",
      "route53:ChangeResourceRecordSets",
      [STACK.zone],
      recordChange(["DELETE", "CREATE"], [member]),
    ),
    row(dns, "no other is up", "route53:ChangeResourceRecordSets", [STACK.zone], recordChange(["DELETE"], [member])),
    row(dns, "who the others are", "route53:ListResourceRecordSets", [STACK.zone]),
    row("cloudwatch.py", "a new stream", "logs:CreateLogStream", [hostStream(ids.node)]),
    row("cloudwatch.py", "the journal", "logs:PutLogEvents", [hostStream(ids.node), hostStream(ids.node, "dmesg")]),
    row(throughEc2, "the encrypted disk", "kms:Decrypt", [DEFAULT_KEY], VIA_EC2),
    row(throughEc2, "the encrypted disk", "kms:DescribeKey", [DEFAULT_KEY], VIA_EC2),
    row(throughEc2, "the encrypted disk", "kms:GenerateDataKeyWithoutPlaintext", [DEFAULT_KEY], VIA_EC2),
    row(throughEc2, "the encrypted disk", "kms:ReEncryptFrom", [DEFAULT_KEY], VIA_EC2),
    row(throughEc2, "the encrypted disk", "kms:ReEncryptTo", [DEFAULT_KEY], VIA_EC2),
    row(throughEc2, "the key for the instance", "kms:CreateGrant", [DEFAULT_KEY], {
      ...VIA_EC2,
      "kms:GrantIsForAWSResource": "true",
    }),
    row(agent, "its endpoint", "ecs:DiscoverPollEndpoint", ["*"]),
    row(agent, "registers, also after a reboot", "ecs:RegisterContainerInstance", [STACK.cluster], registration),
    row(agent, "the tag of the registration", "ecs:TagResource", [ids.containerInstance], {
      ...registration,
      "ecs:CreateAction": "RegisterContainerInstance",
    }),
    row(agent, "what to do", "ecs:Poll", [ids.containerInstance], inCluster),
    row(agent, "metrics of the containers", "ecs:StartTelemetrySession", [ids.containerInstance], inCluster),
    row(agent, "the task's state", "ecs:SubmitTaskStateChange", [STACK.cluster]),
    row(agent, "a container's state", "ecs:SubmitContainerStateChange", [STACK.cluster]),
    row("SSM agent", "the instance takes sessions", "ssm:UpdateInstanceInformation", [ids.instance], {
      "ec2:SourceInstanceARN": ids.instance,
    }),
    row("SSM agent", "the channel of orders", "ssmmessages:CreateControlChannel", ["*"]),
    row("SSM agent", "the channel of orders", "ssmmessages:OpenControlChannel", ["*"]),
    row("SSM agent", "a session", "ssmmessages:CreateDataChannel", ["*"]),
    row("SSM agent", "a session", "ssmmessages:OpenDataChannel", ["*"]),
  ];
}

/** Every call that the ECS agent and Docker's log driver make with the task execution role. */
export const neededByExecution: readonly NeededCall[] = [
  { place: "ECS agent", why: "a login for the pull", action: "ecr:GetAuthorizationToken", on: ["*"] },
  ...["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"].map((action) => ({
    place: "Docker Engine",
    why: "pulls the image",
    action,
    on: [STACK.repository],
  })),
  { place: "awslogs", why: "a stream a client and task", action: "logs:CreateLogStream", on: [clientStream()] },
  { place: "awslogs", why: "what the client says", action: "logs:PutLogEvents", on: [clientStream()] },
];
