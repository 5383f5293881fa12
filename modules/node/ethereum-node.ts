import type { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import type { IResolvable } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "../aws/aws-account";
import { diskContentValues } from "../clients/disk-content";
import type { NodeProfile } from "../clients/node-profile";
import type { NodeCluster } from "../fleet/cluster";
import { type NodeDns, RECORD_TTL_SECONDS } from "../fleet/dns";
import { chainVolumeName } from "../fleet/existing-chain-volumes";
import type { NodeLogs } from "../fleet/logs";
import type { NodeNetwork } from "../fleet/network";
import type { RecycleBin } from "../fleet/recycle-bin";
import type { SubnetRoutes } from "../fleet/subnet-routes";
import {
  CHECKPOINT_URLS_FILE,
  INITIALISED_TAG,
  JWT_SECRET_FILE,
  MONITOR_DIRECTORY,
  MOUNT_POINT,
  type NodeEnv,
  nodeTag,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../host-contract";
import { clientOwner } from "../image/client-user";
import { NODE_NAME_FILE } from "../monitor-contract";
import type { BootFiles } from "./boot-files";
import { ChainVolume } from "./chain-volume";
import { ElasticIp } from "./elastic-ip";
import { NodeHost, RELEASE_HOOK, STOP_MARGIN_SECONDS } from "./host";
import { SharedNameMember } from "./shared-name-member";

export interface EthereumNodeProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Name of the node in its fleet: its DNS label. */
  readonly nodeName: string;
  readonly account: AwsAccount;
  readonly subnet: DataAwsSubnet;
  readonly routes: SubnetRoutes;
  readonly network: NodeNetwork;
  readonly dns: NodeDns;
  readonly cluster: NodeCluster;
  readonly logs: NodeLogs;
  readonly bootFiles: BootFiles;
  readonly nodeProfile: NodeProfile;
  /** Whether peers find the node under an address that outlives its instances. */
  readonly hasElasticIp: boolean;
  /** Whether the instance has a public address. */
  readonly publicAddress: boolean;

  readonly chainVolumeSizeGiB: number;
  readonly chainVolumeType: string;
  readonly chainVolumeIops: number;
  readonly chainVolumeThroughputMiBps: number;
  readonly chainSnapshotId: string;
  readonly chainVolumeInitializationRateMiBps: number;
  readonly chainVolumeKmsKeyArn: string;
  /** Whether Terraform refuses to destroy the disk. */
  readonly protectChainDisk: boolean;
  /** What keeps a deleted disk for a while. @default nothing does */
  readonly recycleBin?: RecycleBin;

  readonly instanceType: string;
  readonly amiId: string;
  readonly keyName: string;
  readonly running: IResolvable;
  /** Tags of the user's, of all that the node's group starts: a Terraform map. */
  readonly ownTags: IResolvable;
  /** ARN of the IAM policy that bounds the host's role; empty for none. */
  readonly permissionsBoundaryArn: string;
  /** KMS key of the host's root disk; empty for the account's default. */
  readonly kmsKeyArn: string;
}

/** One unit of scale: one persistent disk, one host that may attach it, one DNS name. */
export class EthereumNode extends Construct {
  /** Name of the node in its fleet. */
  readonly nodeName: string;
  readonly chainVolumeId: string;
  /** Name of its Auto Scaling group. */
  readonly groupName: string;
  /** All tags of its disk, with those that the provider gives it. */
  readonly chainVolumeTags: Readonly<Record<string, string>>;
  /** The node's own public IPv4 address; undefined without an Elastic IP. */
  readonly elasticIp: string | undefined;

  constructor(scope: Construct, id: string, props: EthereumNodeProps) {
    super(scope, id);
    const { account, nodeProfile, cluster, dns, nodeName } = props;
    const fullName = `${props.name}-${nodeName}`;
    const tag = nodeTag(props.name, nodeName);
    const nodeTags = { [tag.key]: tag.value };

    const volume = new ChainVolume(this, "chain", {
      name: chainVolumeName(props.name, nodeName),
      account,
      availabilityZone: props.subnet.availabilityZone,
      sizeGiB: props.chainVolumeSizeGiB,
      type: props.chainVolumeType,
      iops: props.chainVolumeIops,
      throughputMiBps: props.chainVolumeThroughputMiBps,
      gp3Iops: nodeProfile.sizing.volumeIops,
      gp3ThroughputMiBps: nodeProfile.sizing.volumeThroughputMiBps,
      snapshotId: props.chainSnapshotId,
      initializationRateMiBps: props.chainVolumeInitializationRateMiBps,
      kmsKeyArn: props.chainVolumeKmsKeyArn,
      preventDestroy: props.protectChainDisk,
      ...(props.recycleBin === undefined ? {} : { recycleBin: props.recycleBin }),
    });
    const elasticIp = props.hasElasticIp
      ? new ElasticIp(this, "elastic-ip", { name: fullName, account, tags: nodeTags })
      : undefined;
    const ownName = dns.recordName(nodeName);
    const memberName = dns.memberName(nodeName);
    if (!props.publicAddress) {
      props.routes.warnWithoutWayOut(nodeName, props.subnet);
    }
    const nodeEnv: NodeEnv = {
      ...props.bootFiles.nodeEnv,
      REGION: account.region,
      NODE_NAME: nodeName,
      VOLUME_ID: volume.volumeId,
      SEED_SNAPSHOT_ID: volume.seedSnapshotId,
      HOSTED_ZONE_ID: dns.zoneId,
      DNS_RECORD_NAME: ownName,
      SHARED_RECORD_NAME: dns.sharedName,
      MEMBER_RECORD_NAME: memberName,
      RECORD_TTL_SECONDS: String(RECORD_TTL_SECONDS),
      ELASTIC_IP_ALLOCATION_ID: elasticIp?.allocationId ?? "",
      ELASTIC_IP: elasticIp?.publicIp ?? "",
      CLUSTER_NAME: cluster.clusterName,
      NODE_TAG: tag.value,
      NODE_TAG_KEY: tag.key,
      INITIALISED_TAG,
      LOG_GROUP_NAME: props.logs.hostGroupName,
      MOUNT_POINT,
      ...diskContentValues(nodeProfile),
      CLIENT_OWNER: clientOwner(),
      USES_ENGINE_API: String(nodeProfile.servesEngineApi),
      JWT_SECRET_FILE,
      MONITOR_DIRECTORY,
      CHECKPOINT_URLS: nodeProfile.checkpointUrls.join(" "),
      P2P_ADDRESS_FILE,
      RPC_HOSTS_FILE,
      NODE_NAME_FILE,
      CHECKPOINT_URLS_FILE,
      STOP_TIMEOUT_SECONDS: String(nodeProfile.stopTimeoutSeconds),
      STOP_MARGIN_SECONDS: String(STOP_MARGIN_SECONDS),
      GROUP_NAME: fullName,
      LIFECYCLE_HOOK_NAME: RELEASE_HOOK,
    };
    const { group } = new NodeHost(this, "host", {
      name: props.name,
      nodeName,
      groupName: fullName,
      account,
      network: props.network,
      publicAddress: props.publicAddress,
      instanceType: props.instanceType,
      amiId: props.amiId,
      keyName: props.keyName,
      running: props.running,
      ownTags: props.ownTags,
      permissionsBoundaryArn: props.permissionsBoundaryArn,
      kmsKeyArn: props.kmsKeyArn,
      bootFiles: props.bootFiles,
      nodeEnv,
      subnetId: props.subnet.id,
      conditions: props.publicAddress ? [props.routes.reachInternet(nodeName, props.subnet)] : [],
      stopTimeoutSeconds: nodeProfile.stopTimeoutSeconds,
      tags: { Name: fullName, ...nodeTags },
      statements: [
        ...volume.takeoverStatements(nodeTags),
        ...(elasticIp?.associateStatements(nodeTags) ?? []),
        dns.registerStatement([ownName, memberName]),
        dns.findOthersStatement,
        ...cluster.joinStatements(tag),
        props.logs.hostWriteStatement(nodeName),
        props.bootFiles.fetchStatement,
      ],
    });

    // Also of a single node, whose host so does not change when others come.
    new SharedNameMember(this, "shared-name", { dns, nodeName, host: group });

    this.chainVolumeId = volume.volumeId;
    this.chainVolumeTags = volume.allTags;
    this.nodeName = nodeName;
    this.groupName = group.name;
    this.elasticIp = elasticIp?.publicIp;
  }
}
