import type { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import type { IResolvable } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import type { BootFiles } from "./boot-files";
import { ChainVolume } from "./chain-volume";
import type { ClientProfile } from "./clients/client-profile";
import { MOUNT_POINT } from "./host-paths";
import type { NodeCluster } from "./node-cluster";
import type { NodeDns } from "./node-dns";
import { NodeHost } from "./node-host";
import type { NodeNetwork } from "./node-network";

export interface EthereumNodeProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Name of the node in its fleet: its DNS label. */
  readonly nodeName: string;
  readonly account: AwsAccount;
  readonly subnet: DataAwsSubnet;
  readonly network: NodeNetwork;
  readonly dns: NodeDns;
  readonly cluster: NodeCluster;
  readonly bootFiles: BootFiles;
  readonly client: ClientProfile;

  readonly chainVolumeSizeGiB: number;
  readonly chainVolumeType: string;
  readonly chainVolumeIops: number;
  readonly chainVolumeThroughputMiBps: number;
  readonly chainSnapshotId: string;
  readonly chainVolumeInitializationRateMiBps: number;
  /** Whether Terraform refuses to destroy the disk. */
  readonly protectChainDisk: boolean;

  readonly instanceType: string;
  readonly amiId: string;
  readonly keyName: string;
  readonly running: IResolvable;
}

/** One unit of scale: one persistent disk, one host that may attach it, one DNS name. */
export class EthereumNode extends Construct {
  /** Name of the node in its fleet. */
  readonly nodeName: string;
  readonly chainVolumeId: string;

  constructor(scope: Construct, id: string, props: EthereumNodeProps) {
    super(scope, id);
    const { account, client, cluster, dns, nodeName } = props;
    const fullName = `${props.name}-${nodeName}`;
    const tags = { Name: fullName, EthereumNode: fullName };

    const volume = new ChainVolume(this, "chain", {
      name: `${fullName}-chain`,
      account,
      availabilityZone: props.subnet.availabilityZone,
      sizeGiB: props.chainVolumeSizeGiB,
      type: props.chainVolumeType,
      iops: props.chainVolumeIops,
      throughputMiBps: props.chainVolumeThroughputMiBps,
      snapshotId: props.chainSnapshotId,
      initializationRateMiBps: props.chainVolumeInitializationRateMiBps,
      preventDestroy: props.protectChainDisk,
    });
    new NodeHost(this, "host", {
      ...props,
      subnetId: props.subnet.id,
      securityGroupId: props.network.nodeSecurityGroupId,
      tags,
      statements: [
        ...volume.attachStatements({ EthereumNode: fullName }),
        dns.registerStatement(nodeName),
        ...cluster.joinStatements(),
      ],
      bootValues: {
        REGION: account.region,
        VOLUME_ID: volume.volumeId,
        CHAIN_SNAPSHOT_ID: volume.seedSnapshotId,
        HOSTED_ZONE_ID: dns.zoneId,
        DNS_RECORD_NAME: dns.recordName(nodeName),
        CLUSTER_NAME: cluster.clusterName,
        MOUNT_POINT,
        CLIENT: client.name,
        STOP_TIMEOUT_SECONDS: String(client.stopTimeoutSeconds),
      },
    });

    this.chainVolumeId = volume.volumeId;
    this.nodeName = nodeName;
  }
}
