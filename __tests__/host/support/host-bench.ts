import type { AwsAnswer } from "../../support/call-aws";
import { AwsClient } from "./aws-client";
import { AwsFront } from "./aws-front";
import { EbsDisk } from "./ebs-disk";
import { readHostStack } from "./host-stack";
import { TestHost } from "./test-host";

export const ZONE = "eu-central-1a";

const SHARED_NAME = "rpc.mainnet.lab.internal";

/** Lines of node.env of a node that shares a name with others. */
export function fleetSettings(nodeName: string): Record<string, string> {
  return {
    NODE_NAME: nodeName,
    DNS_RECORD_NAME: `${nodeName}.mainnet.lab.internal`,
    SHARED_RECORD_NAME: SHARED_NAME,
    MEMBER_RECORD_NAME: `${nodeName}.${SHARED_NAME}`,
  };
}

export interface HostOptions {
  /** Lines of node.env that differ from the stack's. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Zone of the instance. */
  readonly zone?: string;
}

export interface HostBenchOptions {
  /** Whether every test begins with data on the disk, which must be the same after it. @default the disk is blank */
  readonly keepsData?: boolean;
}

/** Hosts with a volume between them: new for every test, and gone after it. */
export class HostBench {
  readonly stack = readHostStack();
  readonly aws = new AwsClient(this.stack);
  /** Hosted zone of this test alone: hosts of other tests register the same names. */
  zoneId!: string;
  volumeId!: string;
  disk!: EbsDisk;
  private hosts: TestHost[] = [];

  /** Registers the hooks of jest that make and remove it all. */
  constructor({ keepsData = false }: HostBenchOptions = {}) {
    let before: string;
    beforeEach(async () => {
      this.disk = await EbsDisk.create();
      await this.useVolume();
      await this.useZone();
      if (keepsData) {
        await this.disk.fill("xfs");
        before = await this.disk.treeHash();
      }
    });
    afterEach(async () => {
      if (keepsData) {
        expect(await this.disk.treeHash()).toBe(before);
      }
    });
    afterEach(async () => {
      await Promise.all(this.hosts.map((host) => host.remove()));
      this.hosts = [];
      await this.disk.remove();
    });
    afterAll(() => this.aws.stop());
  }

  /** Puts the disk behind a new volume. */
  async useVolume(options: object = {}): Promise<void> {
    const volume = { Size: 1, AvailabilityZone: ZONE, ...options };
    this.volumeId = (await this.aws.call("ec2", "create_volume", volume)).VolumeId;
  }

  private async useZone(): Promise<void> {
    const zone = { Name: "mainnet.lab.internal", CallerReference: this.volumeId };
    const { HostedZone } = await this.aws.call("route53", "create_hosted_zone", zone);
    this.zoneId = HostedZone.Id.replace("/hostedzone/", "");
  }

  /** Another blank disk instead of the present one. */
  async renewDisk(): Promise<void> {
    await this.disk.remove();
    this.disk = await EbsDisk.create();
  }

  /** Puts the disk behind a volume that was made from a snapshot; answers the snapshot. */
  async useVolumeFromSnapshot(): Promise<string> {
    const { SnapshotId } = await this.aws.call("ec2", "create_snapshot", { VolumeId: this.volumeId });
    await this.useVolume({ SnapshotId });
    return SnapshotId;
  }

  /** A host that has not started yet. */
  async host({ settings = {}, environment = {}, zone = ZONE }: HostOptions = {}): Promise<TestHost> {
    const wanted = { ImageId: "ami-1", MinCount: 1, MaxCount: 1, Placement: { AvailabilityZone: zone } };
    const [instance] = (await this.aws.call("ec2", "run_instances", wanted)).Instances;
    const front = new AwsFront(this.stack.bridgeAddress, this.stack.emulatorPort);
    await front.start();
    Object.assign(front.metadata.values, {
      "instance-id": instance.InstanceId,
      "placement/availability-zone": zone,
      "local-ipv4": instance.PrivateIpAddress,
      "public-ipv4": "3.120.255.9",
      "autoscaling/target-lifecycle-state": "InService",
    });
    const host = await TestHost.create({
      image: this.stack.image,
      userData: this.stack.userData({ VOLUME_ID: this.volumeId, HOSTED_ZONE_ID: this.zoneId, ...settings }),
      instanceId: instance.InstanceId,
      labPort: this.stack.emulatorPort,
      front,
      environment,
    });
    this.hosts.push(host);
    const { disk, volumeId } = this;
    front.afterwards = async ({ action, parameters }) => {
      if (action === "AttachVolume" && parameters.get("VolumeId") === volumeId) {
        await host.plug(volumeId, disk);
      } else if (action === "DetachVolume" && parameters.get("VolumeId") === volumeId) {
        await host.unplug(volumeId);
      } else if (action === "UpdateContainerInstancesState") {
        // ECS answers at once, and the agent stops the task meanwhile.
        void host.tryExec("docker stop -t 300 client");
      }
    };
    return host;
  }

  /** A host whose client runs. */
  async runningHost(options: HostOptions = {}): Promise<TestHost> {
    const host = await this.host(options);
    await host.start();
    await host.untilClientRuns();
    return host;
  }

  /** What AWS says of the volume. */
  async volume(): Promise<AwsAnswer> {
    return (await this.aws.call("ec2", "describe_volumes", { VolumeIds: [this.volumeId] })).Volumes[0];
  }

  /** Instance that holds the volume; undefined when none does. */
  async holder(): Promise<string | undefined> {
    return (await this.volume()).Attachments[0]?.InstanceId;
  }

  /** Value of the tag that the host sets. */
  async tag(): Promise<string | undefined> {
    const tags = (await this.volume()).Tags ?? [];
    return tags.find(({ Key }: AwsAnswer) => Key === "ChainDiskInitialised")?.Value;
  }

  async setTag(): Promise<void> {
    const Tags = [{ Key: "ChainDiskInitialised", Value: "true" }];
    await this.aws.call("ec2", "create_tags", { Resources: [this.volumeId], Tags });
  }

  async attach(instanceId: string): Promise<void> {
    const parameters = { VolumeId: this.volumeId, InstanceId: instanceId, Device: "/dev/sdf" };
    await this.aws.call("ec2", "attach_volume", parameters);
  }

  async terminate(instanceId: string): Promise<void> {
    await this.aws.call("ec2", "terminate_instances", { InstanceIds: [instanceId] });
  }

  /** What a host shipped to one of its log streams, oldest first. */
  async shipped(host: TestHost, stream: string): Promise<string[]> {
    const parameters = { logGroupName: "/mainnet-parity/host", logStreamName: `node-0/${host.instanceId}/${stream}` };
    const { events } = await this.aws.call("logs", "get_log_events", { ...parameters, startFromHead: true });
    return events.map(({ message }: AwsAnswer) => message);
  }

  /** Points a name of the zone somewhere else, as a successor would. */
  async setRecord(name: string, address: string): Promise<void> {
    const record = { Name: name, Type: "A", TTL: 60, ResourceRecords: [{ Value: address }] };
    await this.aws.call("route53", "change_resource_record_sets", {
      HostedZoneId: this.zoneId,
      ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: record }] },
    });
  }

  /** Leads the name of all nodes to the member names of these, as Terraform does. */
  async shareName(...nodeNames: readonly string[]): Promise<void> {
    const Changes = nodeNames.map((node) => ({
      Action: "CREATE",
      ResourceRecordSet: {
        Name: SHARED_NAME,
        Type: "CNAME",
        TTL: 60,
        SetIdentifier: node,
        Weight: 1,
        ResourceRecords: [{ Value: `${node}.${SHARED_NAME}` }],
      },
    }));
    const parameters = { HostedZoneId: this.zoneId, ChangeBatch: { Changes } };
    await this.aws.call("route53", "change_resource_record_sets", parameters);
  }

  /** The A records of the zone, as sorted lines "name address ...". */
  async records(): Promise<string[]> {
    const parameters = { HostedZoneId: this.zoneId };
    const { ResourceRecordSets } = await this.aws.call("route53", "list_resource_record_sets", parameters);
    return ResourceRecordSets.filter(({ Type }: AwsAnswer) => Type === "A")
      .map(({ Name, ResourceRecords }: AwsAnswer) =>
        [Name, ...ResourceRecords.map(({ Value }: AwsAnswer) => Value).sort()].join(" "),
      )
      .sort();
  }
}
