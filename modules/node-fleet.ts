import { Annotations, Fn, type IResolvable } from "cdktf";
import { Construct } from "constructs";
import { AwsAccount } from "./aws/aws-account";
import type { NodeProfile } from "./clients/node-profile";
import { FleetAlarms } from "./fleet/alarms";
import { ClientMemory } from "./fleet/client-memory";
import { NodeCluster } from "./fleet/cluster";
import { FleetDashboard } from "./fleet/dashboard";
import { NodeDns } from "./fleet/dns";
import { ExistingChainVolumes } from "./fleet/existing-chain-volumes";
import { HostAmi } from "./fleet/host-ami";
import { NodeLogs } from "./fleet/logs";
import { MachineType } from "./fleet/machine-type";
import { MONITOR } from "./fleet/monitor-container";
import { NodeNetwork } from "./fleet/network";
import { NodeParameters } from "./fleet/parameters";
import { RecycleBin } from "./fleet/recycle-bin";
import { RegionZones } from "./fleet/region-zones";
import { NodeService } from "./fleet/service";
import { SshKeyPair } from "./fleet/ssh-key-pair";
import { SubnetRoutes } from "./fleet/subnet-routes";
import { NodeSubnets } from "./fleet/subnets";
import { VpcWithDns } from "./fleet/vpc-with-dns";
import { ClientImage } from "./image/client-image";
import { ContainerImage } from "./image/container-image";
import { monitorImageBuild } from "./image/monitor-image-build";
import { MONITOR_PORT, type MonitorPage } from "./monitor-contract";
import { BootFiles } from "./node/boot-files";
import { DiskSpeedCheck } from "./node/disk-speed-check";
import { EthereumNode } from "./node/ethereum-node";
import { StateOwner } from "./state-owner";

/** What a fleet is made of. What each value means, and which it may have, stands in docs/settings.md and docs/variables.md under its name. */
export interface NodeFleetProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** The region that the AWS provider works in. */
  readonly region: string;
  /** The Ethereum clients of each node, their chain and all that belongs to them. */
  readonly nodeProfile: NodeProfile;
  /** URIs of ready images, by container; the others are built and pushed, which needs the docker provider. */
  readonly images: Readonly<Record<string, string>>;
  /** One name a node: its DNS label and the construct id of its disk. */
  readonly nodeNames: readonly string[];
  readonly retiredNodes: readonly string[];
  /** Key and value of the tag that the AWS provider puts on all that it makes for this fleet, and for no other. */
  readonly deploymentTag: readonly [key: string, value: string];
  readonly publicAddress: boolean;
  readonly elasticIp: boolean;
  readonly protectChainDisk: boolean;
  readonly recycleBinDays: number | undefined;
  readonly dnsZone: "private" | "public";
  readonly zoneId: string | undefined;
  readonly protectZone: boolean;
  readonly monitor: boolean;
  readonly monitorPages: readonly MonitorPage[];
  readonly referenceUrl: string | undefined;

  /** Known when a plan is made: what a change of theirs in the same stack would leave open is refused. */
  readonly subnetIds: string[];
  readonly dnsName: string;
  readonly keyName: string;
  readonly sshCidrs: string[];
  readonly p2pCidrs: string[];
  readonly instanceType: string;
  readonly nodeRunning: IResolvable;
  readonly amiParameter: string;
  readonly amiId: string;
  readonly chainVolumeSizeGiB: number;
  readonly chainVolumeType: string;
  readonly chainVolumeIops: number;
  readonly chainVolumeThroughput: number;
  readonly chainSnapshotId: string;
  readonly chainVolumeInitializationRate: number;
  readonly chainVolumeKmsKeyArn: string;
  readonly logRetentionDays: number;
  readonly alarmEmail: string;
  readonly kmsKeyArn: string;
  readonly permissionsBoundaryArn: string;
  /** Of all that the nodes' groups start, which the provider's default tags pass by: a Terraform map. */
  readonly tags: IResolvable;
}

/**
 * A fleet of private Ethereum nodes, from the subnets to the running clients. Under the id `Default` it gives its resources the
 * names that they have without it.
 */
export class NodeFleet extends Construct {
  readonly region: string;
  readonly nodeProfile: NodeProfile;
  readonly account: AwsAccount;
  readonly network: NodeNetwork;
  readonly dns: NodeDns;
  readonly cluster: NodeCluster;
  readonly service: NodeService;
  readonly logs: NodeLogs;
  /** In the order of their names. */
  readonly nodes: readonly EthereumNode[];
  /** Those of the clients, execution client first, and of the monitor. */
  readonly images: readonly ContainerImage[];
  /** Whether the apply makes a chain volume. */
  readonly makesChainVolume: IResolvable;
  /** JSON-RPC over HTTP, of all nodes. */
  readonly rpcUrl: string;
  /** JSON-RPC over websocket, of all nodes. */
  readonly wsUrl: string;
  /** Where each node's monitor says whether it may be asked, by node name; empty where that is not served. */
  readonly readyUrls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: NodeFleetProps) {
    super(scope, id);
    const {
      deploymentTag,
      images: given,
      kmsKeyArn,
      monitorPages,
      name,
      nodeNames,
      nodeProfile,
      permissionsBoundaryArn,
      region,
    } = props;
    const running = props.nodeRunning;
    const account = new AwsAccount(this, "account", { region });
    new StateOwner(this, "state-owner", { name, account });
    for (const warning of nodeProfile.warnings) {
      Annotations.of(this).addWarning(warning);
    }

    if (!props.publicAddress) {
      Annotations.of(this).addWarning(
        "publicAddress (ETHNODE_PUBLIC_ADDRESS) is false: no peer can call the nodes, so they find only those that they call themselves, " +
          "and their subnets need a NAT gateway or the like",
      );
    }

    const zones = new RegionZones(this, "zones");
    const machine = new MachineType(this, "machine", {
      instanceType: props.instanceType,
      architecture: nodeProfile.architecture,
      region,
      zones,
    });
    const { subnets, vpcId } = new NodeSubnets(this, "subnets", {
      nodeNames,
      subnetIds: props.subnetIds,
      region,
      zones,
      machine,
    });
    const routes = new SubnetRoutes(this, "routes", { vpcId });
    new SshKeyPair(this, "key-pair", { keyName: props.keyName, running });
    const network = new NodeNetwork(this, "network", {
      name,
      nodeProfile,
      vpcId,
      p2pCidrs: props.p2pCidrs,
      keyName: props.keyName,
      sshCidrs: props.sshCidrs,
      servesMonitor: props.monitor && monitorPages.length > 0,
    });
    const dns = new NodeDns(this, "dns", {
      account,
      dnsName: props.dnsName,
      vpcId: props.dnsZone === "private" ? new VpcWithDns(this, "dns-vpc", { vpcId }).vpcId : vpcId,
      isPrivate: props.dnsZone === "private",
      protectZone: props.protectZone,
      ...(props.zoneId === undefined ? {} : { zoneId: props.zoneId }),
    });
    const logs = new NodeLogs(this, "logs", {
      name,
      account,
      retentionDays: props.logRetentionDays,
      kmsKeyArn,
    });
    const clientImages = nodeProfile.all.map(
      (run) =>
        new ClientImage(this, run === nodeProfile.execution ? "image" : "consensus-image", {
          name,
          run,
          architecture: nodeProfile.architecture,
          chainSpecFile: nodeProfile.chainSpecFile,
          given: given[run.profile.name],
        }),
    );
    const monitorImage = props.monitor
      ? new ContainerImage(this, "monitor-image", {
          name,
          container: MONITOR,
          build: () => monitorImageBuild(nodeProfile.architecture),
          given: given[MONITOR],
        })
      : undefined;
    const images = [...clientImages, ...(monitorImage === undefined ? [] : [monitorImage])];
    const withoutDigest = new Set(images.flatMap(({ baseImagesWithoutDigest }) => baseImagesWithoutDigest));
    if (withoutDigest.size > 0) {
      Annotations.of(this).addWarning(
        `no digest pins ${[...withoutDigest].join(", ")}, so the tag may come to mean another image: ` +
          "run bin/pin-images and commit what it writes, or, for a client, set clientVersion or consensusClientVersion to <tag>@sha256:<digest>",
      );
    }
    const cluster = new NodeCluster(this, "cluster", { name, account });
    const ami = new HostAmi(this, "ami", {
      amiId: props.amiId,
      amiParameter: props.amiParameter,
      architecture: nodeProfile.architecture,
      running,
    });
    const bootFiles = new BootFiles(this, "boot", { name, account });

    const recycleBin =
      props.recycleBinDays === undefined
        ? undefined
        : new RecycleBin(this, "recycle-bin", {
            name,
            retentionDays: props.recycleBinDays,
            tag: deploymentTag,
          });

    const existingVolumes = new ExistingChainVolumes(this, "existing-chain-volumes", {
      name,
      account,
      deploymentTag,
      nodeNames,
      retiredNodes: props.retiredNodes,
      sizeGiB: props.chainVolumeSizeGiB,
      snapshotId: props.chainSnapshotId,
      kmsKeyArn: props.chainVolumeKmsKeyArn,
    });

    new DiskSpeedCheck(this, "disk-speed", {
      machine,
      volumeType: props.chainVolumeType,
      iops: props.chainVolumeIops,
      throughputMiBps: props.chainVolumeThroughput,
      gp3Iops: nodeProfile.sizing.volumeIops,
      gp3ThroughputMiBps: nodeProfile.sizing.volumeThroughputMiBps,
    });

    const fleet = new Construct(this, "nodes");
    const nodes = subnets.map((subnet, index) => {
      const nodeName = nodeNames[index] as string;
      return new EthereumNode(fleet, nodeName, {
        name,
        nodeName,
        account,
        subnet,
        routes,
        network,
        dns,
        cluster,
        logs,
        bootFiles,
        nodeProfile,
        hasElasticIp: props.elasticIp,
        publicAddress: props.publicAddress,
        chainVolumeSizeGiB: props.chainVolumeSizeGiB,
        chainVolumeType: props.chainVolumeType,
        chainVolumeIops: props.chainVolumeIops,
        chainVolumeThroughputMiBps: props.chainVolumeThroughput,
        chainSnapshotId: props.chainSnapshotId,
        chainVolumeInitializationRateMiBps: props.chainVolumeInitializationRate,
        chainVolumeKmsKeyArn: props.chainVolumeKmsKeyArn,
        protectChainDisk: props.protectChainDisk,
        ...(recycleBin === undefined ? {} : { recycleBin }),
        instanceType: props.instanceType,
        amiId: ami.amiId,
        keyName: props.keyName,
        running,
        ownTags: props.tags,
        permissionsBoundaryArn,
        kmsKeyArn,
      });
    });
    const service = new NodeService(this, "service", {
      name,
      account,
      cluster,
      logs,
      nodeProfile,
      memory: new ClientMemory(this, "memory", { machine, nodeProfile, monitor: props.monitor }),
      permissionsBoundaryArn,
      images: clientImages,
      monitor:
        monitorImage === undefined
          ? undefined
          : {
              image: monitorImage,
              pages: monitorPages,
              ...(props.referenceUrl === undefined ? {} : { referenceUrl: props.referenceUrl }),
            },
    });
    const alarms = new FleetAlarms(this, "alarms", {
      name,
      chain: nodeProfile.chain,
      monitored: props.monitor,
      clusterName: cluster.clusterName,
      serviceName: service.serviceName,
      clientLogGroupName: logs.groupName,
      hostLogGroupName: logs.hostGroupName,
      nodes,
      running,
      kmsKeyArn,
      email: props.alarmEmail,
    });
    if (props.monitor) {
      new FleetDashboard(this, "dashboard", {
        name,
        region,
        clusterName: cluster.clusterName,
        serviceName: service.serviceName,
        nodes,
        alarmArns: alarms.arns,
      });
    }

    const { rpcPort, wsPort } = nodeProfile.execution.profile;
    const rpcUrl = `http://${dns.sharedName}:${rpcPort}`;
    const wsUrl = `ws://${dns.sharedName}:${wsPort}`;
    new NodeParameters(this, "parameters", {
      name,
      values: {
        "access-security-group-id": network.accessSecurityGroupId,
        "name-servers": Fn.join(",", dns.nameServers),
        "rpc-url": rpcUrl,
        "ws-url": wsUrl,
      },
    });

    this.region = region;
    this.nodeProfile = nodeProfile;
    this.account = account;
    this.network = network;
    this.dns = dns;
    this.cluster = cluster;
    this.service = service;
    this.logs = logs;
    this.nodes = nodes;
    this.makesChainVolume = existingVolumes.isOneMissing;
    this.images = images;
    this.rpcUrl = rpcUrl;
    this.wsUrl = wsUrl;
    this.readyUrls = Object.fromEntries(
      props.monitor && monitorPages.includes("ready")
        ? nodeNames.map((node) => [node, `http://${dns.recordName(node)}:${MONITOR_PORT}/ready`])
        : [],
    );
  }
}
