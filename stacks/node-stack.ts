import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { Annotations, Fn, Op, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsAccount } from "../modules/aws/aws-account";
import { PermissionsBoundary } from "../modules/aws/permissions-boundary";
import { UsableKmsKey } from "../modules/aws/usable-kms-key";
import { NodeAlarms } from "../modules/fleet/alarms";
import { ClientMemory } from "../modules/fleet/client-memory";
import { NodeCluster } from "../modules/fleet/cluster";
import { NodeDns } from "../modules/fleet/dns";
import { ExistingChainVolumes } from "../modules/fleet/existing-chain-volumes";
import { HostAmi } from "../modules/fleet/host-ami";
import { NodeLogs } from "../modules/fleet/logs";
import { MachineType } from "../modules/fleet/machine-type";
import { NodeNetwork } from "../modules/fleet/network";
import { NodeParameters } from "../modules/fleet/parameters";
import { RecycleBin } from "../modules/fleet/recycle-bin";
import { RegionZones } from "../modules/fleet/region-zones";
import { NodeService } from "../modules/fleet/service";
import { SshKeyPair } from "../modules/fleet/ssh-key-pair";
import { SubnetRoutes } from "../modules/fleet/subnet-routes";
import { NodeSubnets } from "../modules/fleet/subnets";
import { VpcWithDns } from "../modules/fleet/vpc-with-dns";
import { ClientImage } from "../modules/image/client-image";
import { BootFiles } from "../modules/node/boot-files";
import { DiskSpeedCheck } from "../modules/node/disk-speed-check";
import { EthereumNode } from "../modules/node/ethereum-node";
import { StateOwner } from "../modules/state-owner";
import { useBackend } from "./backend";
import { declareNodeOutputs } from "./outputs";
import type { Settings } from "./settings/settings";
import { defaultTags, PROJECT_TAG } from "./variables/own-tags";
import { declareVariables, nodeVariables } from "./variables/variables";

/** A fleet of private Ethereum nodes, from the subnets to the running clients. */
export class NodeStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const { nodeProfile, images: given, name, nodeNames, region } = settings;
    const variables = declareVariables(this, nodeVariables(settings));
    useBackend(this, id, settings);
    const ownTags = variables.tags.value;
    new AwsProvider(this, "aws", { region, defaultTags: defaultTags(name, variables.tags) });
    const permissionsBoundaryArn = variables.permissionsBoundaryArn.stringValue;
    const kmsKeyArn = variables.kmsKeyArn.stringValue;
    const account = new AwsAccount(this, "account", { region });
    new StateOwner(this, "state-owner", { name, account });
    new PermissionsBoundary(this, "boundary", { policyArn: permissionsBoundaryArn });
    new UsableKmsKey(this, "key", { variable: "kms_key_arn", kmsKeyArn, isNeeded: Op.neq("", kmsKeyArn) });
    if (nodeProfile.all.some(({ profile }) => given[profile.name] === undefined)) {
      // The login stays with the Docker CLI: a password given here would end up in the state.
      new DockerProvider(this, "docker", { registryAuth: [{ address: account.ecrRegistry }] });
    }
    for (const warning of nodeProfile.warnings) {
      Annotations.of(this).addWarning(warning);
    }

    if (!settings.publicAddress) {
      Annotations.of(this).addWarning(
        "publicAddress (ETHNODE_PUBLIC_ADDRESS) is false: no peer can call the nodes, so they find only those that they call themselves, " +
          "and their subnets need a NAT gateway or the like",
      );
    }

    const zones = new RegionZones(this, "zones");
    const machine = new MachineType(this, "machine", {
      instanceType: variables.instanceType.stringValue,
      architecture: nodeProfile.architecture,
      region,
      zones,
    });
    const { subnets, vpcId } = new NodeSubnets(this, "subnets", {
      nodeNames,
      subnetIds: variables.subnetIds.listValue,
      region,
      zones,
      machine,
    });
    const routes = new SubnetRoutes(this, "routes", { vpcId });
    const running = variables.nodeRunning.booleanValue;
    new SshKeyPair(this, "key-pair", { keyName: variables.keyName.stringValue, running });
    const network = new NodeNetwork(this, "network", {
      name,
      nodeProfile,
      vpcId,
      p2pCidrs: variables.p2pCidrs.listValue,
      keyName: variables.keyName.stringValue,
      sshCidrs: variables.sshCidrs.listValue,
    });
    const dns = new NodeDns(this, "dns", {
      account,
      dnsName: variables.dnsName.stringValue,
      vpcId: settings.dnsZone === "private" ? new VpcWithDns(this, "dns-vpc", { vpcId }).vpcId : vpcId,
      isPrivate: settings.dnsZone === "private",
      protectZone: settings.protectZone,
      ...(settings.zoneId === undefined ? {} : { zoneId: settings.zoneId }),
    });
    const logs = new NodeLogs(this, "logs", {
      name,
      account,
      retentionDays: variables.logRetentionDays.numberValue,
      kmsKeyArn,
    });
    const images = nodeProfile.all.map(
      (run) =>
        new ClientImage(this, run === nodeProfile.execution ? "image" : "consensus-image", {
          name,
          account,
          run,
          architecture: nodeProfile.architecture,
          ...(nodeProfile.chainSpecFile === undefined ? {} : { chainSpecFile: nodeProfile.chainSpecFile }),
          ...(given[run.profile.name] === undefined ? {} : { given: given[run.profile.name] as string }),
        }),
    );
    const withoutDigest = new Set(images.flatMap(({ baseImagesWithoutDigest }) => baseImagesWithoutDigest));
    if (withoutDigest.size > 0) {
      Annotations.of(this).addWarning(
        `no digest pins ${[...withoutDigest].join(", ")}, so the tag may come to mean another image: ` +
          "run bin/pin-images and commit what it writes, or set clientVersion or consensusClientVersion to <tag>@sha256:<digest>",
      );
    }
    const cluster = new NodeCluster(this, "cluster", { name, account });
    const ami = new HostAmi(this, "ami", {
      amiId: variables.amiId.stringValue,
      amiParameter: variables.amiParameter.stringValue,
      architecture: nodeProfile.architecture,
      running,
    });
    const bootFiles = new BootFiles(this, "boot", { name, account });

    const recycleBin =
      settings.recycleBinDays === undefined
        ? undefined
        : new RecycleBin(this, "recycle-bin", {
            name,
            retentionDays: settings.recycleBinDays,
            tag: [PROJECT_TAG, name],
          });

    new ExistingChainVolumes(this, "existing-chain-volumes", {
      name,
      account,
      deploymentTag: [PROJECT_TAG, name],
      nodeNames,
      retiredNodes: settings.retiredNodes,
      sizeGiB: variables.chainVolumeSizeGiB.numberValue,
      snapshotId: variables.chainSnapshotId.stringValue,
      kmsKeyArn: variables.chainVolumeKmsKeyArn.stringValue,
    });

    new DiskSpeedCheck(this, "disk-speed", {
      machine,
      volumeType: variables.chainVolumeType.stringValue,
      iops: variables.chainVolumeIops.numberValue,
      throughputMiBps: variables.chainVolumeThroughput.numberValue,
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
        hasElasticIp: settings.elasticIp,
        publicAddress: settings.publicAddress,
        chainVolumeSizeGiB: variables.chainVolumeSizeGiB.numberValue,
        chainVolumeType: variables.chainVolumeType.stringValue,
        chainVolumeIops: variables.chainVolumeIops.numberValue,
        chainVolumeThroughputMiBps: variables.chainVolumeThroughput.numberValue,
        chainSnapshotId: variables.chainSnapshotId.stringValue,
        chainVolumeInitializationRateMiBps: variables.chainVolumeInitializationRate.numberValue,
        chainVolumeKmsKeyArn: variables.chainVolumeKmsKeyArn.stringValue,
        protectChainDisk: settings.protectChainDisk,
        ...(recycleBin === undefined ? {} : { recycleBin }),
        instanceType: variables.instanceType.stringValue,
        amiId: ami.amiId,
        keyName: variables.keyName.stringValue,
        running,
        ownTags,
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
      memory: new ClientMemory(this, "memory", { machine, nodeProfile }),
      permissionsBoundaryArn,
      images,
    });
    new NodeAlarms(this, "alarms", {
      name,
      cluster,
      service,
      logs,
      nodes,
      running,
      kmsKeyArn,
      email: variables.alarmEmail.stringValue,
    });

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
    declareNodeOutputs(this, {
      region,
      network,
      dns,
      cluster,
      service,
      logs,
      nodes,
      nodeProfile,
      images,
      rpcUrl,
      wsUrl,
    });
  }
}
