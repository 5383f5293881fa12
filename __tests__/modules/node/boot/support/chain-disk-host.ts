import path from "node:path";
import { EbsDisk } from "../../../../host/support/ebs-disk";
import { BootHost } from "./boot-host";
import { type CommandResult, shell } from "./run-command";

const VOLUME_ID = "vol-0123456789abcdef0";
const SERIAL = VOLUME_ID.replace("-", "");

/** What an earlier step of the boot found out about the volume. */
export interface VolumeFacts {
  readonly seed?: string;
  readonly tag?: string;
  /** What the disk says of itself. */
  readonly serial?: string;
}

/** A host with a chain disk, for the steps of the boot that need no AWS. */
export class ChainDiskHost extends BootHost {
  disk!: EbsDisk;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    super(environment);
    this.settings.VOLUME_ID = VOLUME_ID;
  }

  /** Another blank disk instead of the present one. */
  async insertDisk(sizeMiB?: number): Promise<void> {
    await this.disk?.remove();
    this.disk = await EbsDisk.create(sizeMiB);
  }

  /** Runs a script on the disk, given as DEVICE. */
  write(script: string): Promise<string> {
    return shell(script.replaceAll("DEVICE", this.disk.device));
  }

  /** Runs steps of the boot, with the disk where Linux shows an attached volume: none of it is seen outside. */
  bootWithDisk(
    commandLine: string,
    { seed = "none", tag = "none", serial = SERIAL }: VolumeFacts = {},
  ): Promise<CommandResult> {
    const known = `/sys/class/block/${path.basename(this.disk.device)}/device`;
    const lines = [
      "mount -t tmpfs names /dev/disk; mkdir /dev/disk/by-id",
      `ln -s ${this.disk.device} /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${SERIAL}`,
      `mount -t tmpfs known-disks /sys/class/block; mkdir -p ${known}; echo '${serial}' >${known}/serial`,
      `mkdir -p /run/ethereum-node-host; printf "VOLUME_SEED=%s\\nVOLUME_TAG=%s\\n" ${seed} ${tag} >/run/ethereum-node-host/volume`,
      commandLine,
    ];
    return this.boot(lines.join("; "));
  }
}
