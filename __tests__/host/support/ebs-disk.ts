import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { shell } from "../../modules/node/boot/support/run-command";
import { CLIENT_OWNER } from "../../support/client-user";

/** Size of every test disk: a little above what mkfs.xfs asks for. */
export const DISK_MIB = 320;

const MOUNTED = 'disk=$(mktemp --directory); mount "$1" "$disk"';
const UNMOUNTED = 'umount "$disk"; rmdir "$disk"';

/** What is behind an EBS volume here: a real block device on a sparse file. */
export class EbsDisk {
  private constructor(
    readonly device: string,
    private readonly directory: string,
  ) {}

  static async create(sizeMiB = DISK_MIB): Promise<EbsDisk> {
    const directory = mkdtempSync(path.join(tmpdir(), "ebs-disk-"));
    const device = await shell(
      `truncate --size=${sizeMiB}M ${directory}/disk && losetup --find --show ${directory}/disk`,
    );
    // A loop device keeps this from its life before.
    await shell(`blockdev --setrw ${device}`);
    return new EbsDisk(device, directory);
  }

  /** The number of the loop device. */
  get minor(): number {
    return Number(this.device.replace("/dev/loop", ""));
  }

  async grow(sizeMiB: number): Promise<void> {
    await shell(`truncate --size=${sizeMiB}M ${this.directory}/disk && losetup --set-capacity ${this.device}`);
  }

  /** Makes a file system and, on it, a file tree whose loss or change would be noticed. */
  async fill(type: "xfs" | "ext4", uuid?: string): Promise<void> {
    await shell(
      `mkfs.${type} -q ${uuid === undefined ? "" : type === "xfs" ? `-m uuid=${uuid}` : `-U ${uuid}`} ${this.device}`,
    );
    await this.inside(
      `mkdir -p "$disk/geth/chaindata" "$disk/keep"; for i in $(seq 40); do seq "$i" $((i * 400)) >"$disk/geth/chaindata/$i.ldb"; done; date --date=@0 >"$disk/keep/date"; chown -R ${CLIENT_OWNER} "$disk/geth"`,
    );
  }

  async wipe(): Promise<void> {
    await shell(`dd if=/dev/zero of=${this.device} bs=1M status=none 2>/dev/null || true`);
  }

  /** The checksum of that tree: names, owners, modes and content. */
  async treeHash(): Promise<string> {
    return this.inside('tar --create --sort=name --numeric-owner --directory "$disk" geth/chaindata keep | sha256sum');
  }

  /** The checksum of the whole device, by the fastest of the cryptographic ones here. */
  async hash(): Promise<string> {
    return shell(`b2sum <${this.device}`);
  }

  /** Runs a script with the file system mounted at $disk, out of sight of every other process. */
  inside(script: string): Promise<string> {
    return shell(
      `unshare --mount bash -euo pipefail -c '${MOUNTED}; ${script.replaceAll("'", "'\\''")}; ${UNMOUNTED}' inside ${this.device}`,
    );
  }

  /** The same disk as another device, as Linux shows one that was away while something held its first name. */
  async underAnotherName(): Promise<EbsDisk> {
    return new EbsDisk(await shell(`losetup --find --show ${this.directory}/disk`), this.directory);
  }

  async detach(): Promise<void> {
    await shell(`losetup --detach ${this.device}`);
  }

  async remove(): Promise<void> {
    await this.detach();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
