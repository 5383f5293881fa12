import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { shell } from "./run-command";

const BY_ID = "/dev/disk/by-id";

/** A real block device on a sparse file, under the name that an attached EBS volume has on a Nitro instance. */
export class LoopDisk {
  private constructor(
    readonly device: string,
    private readonly file: string,
    private readonly link: string,
  ) {}

  static async create(directory: string, volumeId: string, sizeMiB: number): Promise<LoopDisk> {
    const file = path.join(directory, `${volumeId}.img`);
    const device = await shell(`truncate --size=${sizeMiB}M ${file} && losetup --find --show ${file}`);
    const link = path.join(BY_ID, `nvme-Amazon_Elastic_Block_Store_${volumeId.replace("-", "")}`);
    mkdirSync(BY_ID, { recursive: true });
    symlinkSync(device, link);
    return new LoopDisk(device, file, link);
  }

  async grow(sizeMiB: number): Promise<void> {
    await shell(`truncate --size=${sizeMiB}M ${this.file} && losetup --set-capacity ${this.device}`);
  }

  /** Runs a script with the file system mounted at $disk, out of sight of every other process. */
  inside(script: string): Promise<string> {
    const mounted = `disk=$(mktemp -d); mount ${this.device} "$disk"; ${script}; umount "$disk"; rmdir "$disk"`;
    return shell(`unshare --mount bash -euo pipefail -c '${mounted}'`);
  }

  async hash(): Promise<string> {
    return shell(`sha256sum <${this.device}`);
  }

  async remove(): Promise<void> {
    rmSync(this.link, { force: true });
    await shell(`losetup --detach ${this.device}`);
    rmSync(this.file, { force: true });
  }
}
