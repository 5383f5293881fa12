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
  /** What the host may do beside Session Manager. */
  readonly statements: readonly PolicyStatement[];
  readonly bootFiles: BootFiles;
  /** What the boot scripts need to know. */
  readonly bootValues: Readonly<Record<string, string>>;
}

/** The EC2 host of one node: an Auto Scaling group of no or one instance, in the zone of the node's disk. */
export class NodeHost extends Construct {
  constructor(scope: Construct, id: string, props: NodeHostProps) {
    super(scope, id);
    const { role, policy } = new ServiceRole(this, "identity", {
      // IAM takes 38 characters at most, too few for the node's name.
      namePrefix: `${props.name}-host-`,
      description: `Host of Ethereum node ${props.name}-${props.nodeName}`,
      service: "ec2.amazonaws.com",
      statements: props.statements,
    });
    const sessionManager = new IamRolePolicyAttachment(this, "session-manager", {
      role: role.name,
      policyArn: props.account.managedPolicyArn("AmazonSSMManagedInstanceCore"),
    });
    const profile = new IamInstanceProfile(this, "profile", { namePrefix: `${props.name}-host-`, role: role.name });
    const template = this.launchTemplate(props, profile.arn);
    new AutoscalingGroup(this, "group", {
      namePrefix: `${props.name}-${props.nodeName}-`,
      minSize: 0,
      maxSize: 1,
      desiredCapacity: Token.asNumber(Fn.conditional(props.running, 1, 0)),
      vpcZoneIdentifier: [props.subnetId],
      healthCheckType: "EC2",
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      // The disk can serve one instance: the old one must go before the new one comes.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      tag: Object.entries(props.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      dependsOn: [policy, sessionManager],
    });
  }

  private launchTemplate(props: NodeHostProps, profileArn: string): LaunchTemplate {
    const userData = new HostUserData(this, "user-data", props);
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
    });
  }
}
