import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, type IResolvable, Token } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import type { BootFiles } from "./boot-files";
import { HostUserData } from "./host-user-data";
import type { PolicyStatement } from "./iam-policy";
import { ServiceRole } from "./service-role";

const ROOT_VOLUME_SIZE_GIB = 30;
/** Hook at which the group waits until the host has released the chain disk. */
const RELEASE_HOOK = "release-chain-disk";
// After the last sign of life: a host that stops sends one a minute, and one that is dead holds its group up no longer.
const HEARTBEAT_TIMEOUT_SECONDS = 300;

export interface NodeHostProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Name of the node in its fleet. */
  readonly nodeName: string;
  readonly account: AwsAccount;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly instanceType: string;
  /** ECS-optimised Amazon Linux 2023. */
  readonly amiId: string;
  /** EC2 key pair; empty for none. */
  readonly keyName: string;
  /** Whether the group holds one instance or none. */
  readonly running: IResolvable;
  /** Tags of the instance, by which rights are limited to it. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the host may do beside Session Manager and releasing itself. */
  readonly statements: readonly PolicyStatement[];
  readonly bootFiles: BootFiles;
  /** What the boot scripts need to know. */
  readonly bootValues: Readonly<Record<string, string>>;
}

/** The EC2 host of one node: an Auto Scaling group of no or one instance, in the zone of the node's disk. */
export class NodeHost extends Construct {
  constructor(scope: Construct, id: string, props: NodeHostProps) {
    super(scope, id);
    // Fixed, so that the host knows it; and two groups never share a disk: a replaced one goes before the new one comes.
    const groupName = `${props.name}-${props.nodeName}`;
    const { role, policy } = new ServiceRole(this, "identity", {
      // IAM takes 38 characters at most, too few for the node's name.
      namePrefix: `${props.name}-host-`,
      description: `Host of Ethereum node ${props.name}-${props.nodeName}`,
      service: "ec2.amazonaws.com",
      statements: [...props.statements, releaseStatement(props.account, groupName)],
    });
    const sessionManager = new IamRolePolicyAttachment(this, "session-manager", {
      role: role.name,
      policyArn: props.account.managedPolicyArn("AmazonSSMManagedInstanceCore"),
    });
    const profile = new IamInstanceProfile(this, "profile", { namePrefix: `${props.name}-host-`, role: role.name });
    const template = this.launchTemplate(props, profile.arn, groupName);
    new AutoscalingGroup(this, "group", {
      name: groupName,
      minSize: 0,
      maxSize: 1,
      desiredCapacity: Token.asNumber(Fn.conditional(props.running, 1, 0)),
      vpcZoneIdentifier: [props.subnetId],
      healthCheckType: "EC2",
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      // The disk can serve one instance: the old one must go before the new one comes.
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
      dependsOn: [policy, sessionManager],
    });
  }

  private launchTemplate(props: NodeHostProps, profileArn: string, groupName: string): LaunchTemplate {
    const userData = new HostUserData(this, "user-data", {
      bootFiles: props.bootFiles,
      bootValues: { ...props.bootValues, GROUP_NAME: groupName, LIFECYCLE_HOOK_NAME: RELEASE_HOOK },
    });
    return new LaunchTemplate(this, "template", {
      namePrefix: `${props.name}-${props.nodeName}-`,
      imageId: props.amiId,
      instanceType: props.instanceType,
      ebsOptimized: "true",
      keyName: props.keyName,
      iamInstanceProfile: { arn: profileArn },
      // Hop limit 1 keeps containers off the instance's credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      networkInterfaces: [
        { associatePublicIpAddress: "true", securityGroups: [props.securityGroupId], deleteOnTermination: "true" },
      ],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeSize: ROOT_VOLUME_SIZE_GIB,
            volumeType: "gp3",
            encrypted: "true",
            deleteOnTermination: "true",
          },
        },
      ],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { ...props.tags } })),
      userData: userData.base64,
      lifecycle: { precondition: [userData.fits] },
    });
  }
}

/** The right to tell the group that the host still stops, and that it has stopped. */
function releaseStatement(account: AwsAccount, groupName: string): PolicyStatement {
  return {
    Sid: "LetGroupGoOn",
    Effect: "Allow",
    Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
    Resource: [account.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${groupName}`)],
  };
}
