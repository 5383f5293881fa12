import { BootHost } from "./boot-host";
import type { HostNeed } from "./describe-on-host";
import { Emulator } from "./emulator";
import { LoopDisk } from "./loop-disk";
import { MetadataServer } from "./metadata-server";

/** Size of every test disk: a little above what mkfs.xfs asks for. */
export const DISK_MIB = 320;
/** Tag of a volume that holds a file system. */
export const INITIALISED_TAG = "ChainDiskInitialised";
/** What the tests of chain-disk.sh need. */
export const CHAIN_DISK_NEEDS: readonly HostNeed[] = [
  "ministack",
  "aws",
  "unshare",
  "curl",
  "blkid",
  "losetup",
  "mkfs.xfs",
  "mkfs.ext4",
  "cryptsetup",
  "pvcreate",
];

/** A host, and a volume attached to it whose data is a real block device: new for every test. */
export class ChainDiskBench {
  emulator!: Emulator;
  host!: BootHost;
  disk!: LoopDisk;
  instanceId!: string;
  volumeId!: string;
  private readonly metadata = new MetadataServer();

  /** Registers the hooks of jest that make and remove it all. */
  constructor() {
    beforeAll(async () => {
      this.emulator = await Emulator.start();
      await this.metadata.start();
      this.instanceId = await this.runInstance();
      this.metadata.values["instance-id"] = this.instanceId;
    });
    beforeEach(async () => {
      const { emulator, metadata } = this;
      this.host = new BootHost({ ...emulator.environment, ...metadata.environment, CHAIN_DISK_WAIT_SECONDS: "0" });
      await this.host.prepare();
      await this.useVolume(await this.createVolume());
    });
    afterEach(async () => {
      await this.disk.remove();
      this.host.remove();
    });
    afterAll(async () => {
      await this.metadata.stop();
      await this.emulator.stop();
    });
  }

  runInstance(): Promise<string> {
    return this.emulator.aws("ec2 run-instances --image-id ami-1 --query 'Instances[0].InstanceId'");
  }

  createVolume(options = ""): Promise<string> {
    return this.emulator.aws(
      `ec2 create-volume --size 1 --availability-zone eu-central-1a ${options} --query VolumeId`,
    );
  }

  /** Puts a blank disk behind the volume, gives it to the host and attaches it. */
  async useVolume(volumeId: string): Promise<void> {
    this.volumeId = volumeId;
    this.host.settings.VOLUME_ID = volumeId;
    this.disk = await LoopDisk.create(this.host.directory, volumeId, DISK_MIB);
    await this.attach(this.instanceId);
  }

  attach(instanceId: string): Promise<string> {
    const options = `--volume-id ${this.volumeId} --instance-id ${instanceId} --device /dev/sdf`;
    return this.emulator.aws(`ec2 attach-volume ${options}`);
  }

  detach(): Promise<string> {
    return this.emulator.aws(`ec2 detach-volume --volume-id ${this.volumeId}`);
  }

  tag(value: string): Promise<string> {
    return this.emulator.aws(
      `ec2 create-tags --resources ${this.volumeId} --tags Key=${INITIALISED_TAG},Value=${value}`,
    );
  }

  /** The value of the initialised tag, "None" without one. */
  tagValue(): Promise<string> {
    return this.describeVolume(`Tags[?Key==\`${INITIALISED_TAG}\`].Value | [0]`);
  }

  describeVolume(query: string): Promise<string> {
    return this.emulator.aws(`ec2 describe-volumes --volume-ids ${this.volumeId} --query 'Volumes[0].${query}'`);
  }

  /** Boots the host and expects one error line with these messages, and a disk that is as it was, bit by bit. */
  async expectRefusal(...messages: string[]): Promise<void> {
    const before = await this.disk.hash();
    const { status, stderr } = await this.host.boot("chain-disk.sh");
    expect(status).not.toBe(0);
    const errors = stderr.split("\n").filter((line) => line.includes("error:"));
    expect(errors).toHaveLength(1);
    for (const message of messages) {
      expect(errors[0]).toContain(message);
    }
    expect(await this.disk.hash()).toBe(before);
  }
}
