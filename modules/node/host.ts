import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, type IResolvable, Op, type Precondition, ref, Token } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import { nullUnless } from "../aws/expressions";
import type { PolicyStatement } from "../aws/iam-policy";
import { ServiceRole } from "../aws/service-role";
import type { NodeNetwork } from "../fleet/network";
import { type NodeEnv, ROOT_VOLUME } from "../host-contract";
import type { BootFiles } from "./boot-files";
import { HostUserData } from "./user-data";

/** Hook at which the group waits until the host has released the chain disk. */
export const RELEASE_HOOK = "release-chain-disk";
// After the last sign of life: a host that stops sends one a minute, and one that is dead holds its group up no longer.
const HEARTBEAT_TIMEOUT_SECONDS = 300;
const TWO_STATEMENTS =
  "EC2 asks for the right on the volume and on the instance: each is in a statement of its own, under its own condition";
/** What a stop takes beside three times the clients' own time, until the host gives up: to drain, to unmount, to detach. */
export const STOP_MARGIN_SECONDS = 600;
const END_OF_INSTANCE_SECONDS = 300;

export interface NodeHostProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Name of the node in its fleet. */
  readonly nodeName: string;
  /** Name of the group: fixed, so that the host knows it. */
  readonly groupName: string;
  readonly account: AwsAccount;
  readonly subnetId: string;
  readonly network: NodeNetwork;
  /** Whether the instance has a public address. */
  readonly publicAddress: boolean;
  /** What must hold before anything is launched. */
  readonly conditions: readonly Precondition[];
  /** Time that the clients have to close their databases. */
  readonly stopTimeoutSeconds: number;
  readonly instanceType: string;
  /** ECS-optimised Amazon Linux 2023. */
  readonly amiId: string;
  /** EC2 key pair; empty for none. */
  readonly keyName: string;
  /** Whether the group holds one instance or none. */
  readonly running: IResolvable;
  /** Tags of the instance, by which rights are limited to it. */
  readonly tags: Readonly<Record<string, string>>;
  /** Tags of the user's, of all that the group starts: a Terraform map. */
  readonly ownTags: IResolvable;
  /** ARN of the IAM policy that bounds the host's role; empty for none. */
  readonly permissionsBoundaryArn: string;
  /** KMS key of the root disk; empty for the account's default. */
  readonly kmsKeyArn: string;
  /** What the host may do beside Session Manager and releasing itself. */
  readonly statements: readonly PolicyStatement[];
  readonly bootFiles: BootFiles;
  /** What the host is told. */
  readonly nodeEnv: NodeEnv;
}

/** The EC2 host of one node: an Auto Scaling group of no or one instance, in the zone of the node's disk. */
export class NodeHost extends Construct {
  /** Terraform makes it, and changes it, before what depends on it. */
  readonly group: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: NodeHostProps) {
    super(scope, id);
    const { role, policy } = new ServiceRole(this, "identity", {
      // IAM takes 38 characters at most, too few for the node's name.
      namePrefix: `${props.name}-host-`,
      description: `Host of Ethereum node ${props.name}-${props.nodeName}`,
      service: "ec2.amazonaws.com",
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      statements: [
        ...props.statements,
        releaseStatement(props.account, props.groupName),
        ...sessionManagerStatements(props.account),
      ],
    });
    acceptFindings(policy, "2026-11-27", {
      "RESOURCE_MISMATCH ec2:AttachVolume": TWO_STATEMENTS,
      "RESOURCE_MISMATCH ec2:DetachVolume": TWO_STATEMENTS,
      "PERMISSIONS_MANAGEMENT_ACTIONS kms:creategrant":
        "EC2 attaches an encrypted disk with a grant; the conditions leave it to EC2, for a resource of AWS",
    });
    const profile = new IamInstanceProfile(this, "profile", { namePrefix: `${props.name}-host-`, role: role.name });
    const template = this.launchTemplate(props, profile.arn);
    this.group = new AutoscalingGroup(this, "group", {
      // Two groups never share a disk: a replaced one goes before the new one comes.
      name: props.groupName,
      minSize: 0,
      maxSize: 1,
      desiredCapacity: Token.asNumber(Fn.conditional(props.running, 1, 0)),
      vpcZoneIdentifier: [props.subnetId],
      healthCheckType: "EC2",
      // Free of charge, and what tells that a node has no instance.
      enabledMetrics: ["GroupInServiceInstances"],
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      // Never a new instance first: it could only wait for the disk, and the old one would not even have begun to stop. AWS may
      // start it while the old one stops; then it waits for the disk too.
      instanceMaintenancePolicy: { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      // Not a resource of its own: a destroy would remove that one first, and the client would be killed.
      initialLifecycleHook: [
        {
          name: RELEASE_HOOK,
          lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          heartbeatTimeout: HEARTBEAT_TIMEOUT_SECONDS,
          defaultResult: "CONTINUE",
        },
      ],
      tag: Object.entries(props.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      // What a host calls on its way down, and the way there, outlive the group. The rest hangs on the launch template.
      dependsOn: [policy, ...props.network.nodeRules],
      // Terraform taints a group whose first launch fails, and would replace it: EC2 goes on trying, so nothing is waited for. A stop is.
      waitForCapacityTimeout: Token.asString(Fn.conditional(props.running, "0", "10m")),
      // No import reads the hook, and a change of it would replace every group: the runbook locked-state sets it in place.
      lifecycle: { ignoreChanges: ["initial_lifecycle_hook"] },
      timeouts: { delete: `${deleteMinutes(props.stopTimeoutSeconds)}m` },
    });
    // The provider's default tags pass a group by.
    this.group.addOverride("dynamic.tag", {
      for_each: props.ownTags,
      content: { key: ref("tag.key"), value: ref("tag.value"), propagate_at_launch: true },
    });
  }

  private launchTemplate(props: NodeHostProps, profileArn: string): LaunchTemplate {
    const { bootFiles, nodeEnv } = props;
    const userData = new HostUserData(this, "user-data", { bootFiles, nodeEnv });
    const template = new LaunchTemplate(this, "template", {
      namePrefix: `${props.name}-${props.nodeName}-`,
      imageId: props.amiId,
      instanceType: props.instanceType,
      ebsOptimized: "true",
      keyName: props.keyName,
      iamInstanceProfile: { arn: profileArn },
      // Hop limit 1 keeps containers off the instance's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      networkInterfaces: [
        {
          associatePublicIpAddress: String(props.publicAddress),
          securityGroups: [props.network.nodeSecurityGroupId],
          deleteOnTermination: "true",
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: ROOT_VOLUME.device,
          ebs: {
            volumeSize: ROOT_VOLUME.sizeGiB,
            volumeType: "gp3",
            encrypted: "true",
            kmsKeyId: nullUnless(Op.neq("", props.kmsKeyArn), props.kmsKeyArn),
            deleteOnTermination: "true",
          },
        },
      ],
      // Not the tag Project: the Recycle Bin would keep, for money, the root disk of every instance.
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: Token.asStringMap(Fn.merge([props.ownTags, props.tags])),
      })),
      userData: userData.base64,
      lifecycle: { precondition: [userData.fits, ...props.conditions] },
    });
    if (props.publicAddress) {
      acceptFindings(template, "2026-11-26", {
        CKV_AWS_88: "Ethereum peers must reach the node; the security group opens to them their own ports only",
      });
    }
    return template;
  }
}

/** Longer than the longest stop: watch-termination.sh gives up, then the hook runs out, then the instance ends. */
function deleteMinutes(stopTimeoutSeconds: number): number {
  const watched = 3 * stopTimeoutSeconds + STOP_MARGIN_SECONDS;
  return Math.ceil((watched + HEARTBEAT_TIMEOUT_SECONDS + END_OF_INSTANCE_SECONDS) / 60);
}

/** The right to tell the group that the host still stops, that it has stopped, and that it needs another host in its place. */
function releaseStatement(account: AwsAccount, groupName: string): PolicyStatement {
  return {
    Sid: "LetGroupGoOn",
    Effect: "Allow",
    Action: [
      "autoscaling:CompleteLifecycleAction",
      "autoscaling:RecordLifecycleActionHeartbeat",
      "autoscaling:SetInstanceHealth",
    ],
    Resource: [account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${groupName}`)],
  };
}

/** The calls of Session Manager. AmazonSSMManagedInstanceCore, which AWS offers for it, also reads every parameter of the account. */
function sessionManagerStatements(account: AwsAccount): PolicyStatement[] {
  return [
    // AWS tells the callers of these apart by no tag of the instance, and the channels know no resource.
    {
      Sid: "ReportToSessionManager",
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation"],
      Resource: [account.arn("ec2", "instance/*")],
    },
    {
      Sid: "ServeSessions",
      Effect: "Allow",
      Action: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: ["*"],
    },
  ];
}
