import { mkdirSync, readFileSync } from "node:fs";
import { CHAIN_DISK_NEEDS, ChainDiskBench, DISK_MIB } from "./support/chain-disk-bench";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

const WRITE_SECRET = 'echo secret > "$disk/keep"';
const READ_SECRET = 'cat "$disk/keep"';

jest.setTimeout(120_000);

/** The kernel lets only CAP_SYS_RESOURCE (bit 24) grow a mounted ext4; some CI machines take it from root. */
function mayGrowExt4(): boolean {
  const capabilities = /CapEff:\s*(\w+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const allowed = (BigInt(`0x${capabilities}`) & (1n << 24n)) !== 0n;
  if (!allowed) {
    process.stderr.write("SKIPPED growth of a mounted ext4: this machine withholds CAP_SYS_RESOURCE\n");
  }
  return allowed;
}

describeOnHost("chain-disk.sh", CHAIN_DISK_NEEDS, () => {
  const bench = new ChainDiskBench();

  describe("with a new volume", () => {
    test("attaches, formats, mounts and tags it, and gives the client its directory", async () => {
      await bench.detach();
      const { status, stdout } = await bench.host.boot(
        `chain-disk.sh && findmnt -no FSTYPE,SOURCE "$MOUNT_POINT" && stat -c '%u:%g %A' "$MOUNT_POINT" "$MOUNT_POINT/geth"`,
        { CHAIN_DISK_WAIT_SECONDS: "60" },
      );
      expect(status).toBe(0);
      expect(stdout.trim().split(/\s*\n/)).toEqual([
        `xfs    ${bench.disk.device}`,
        "0:0 drwxr-xr-x",
        "1000:1000 drwxr-xr-x",
      ]);
      expect(await bench.describeVolume("Attachments[0].InstanceId")).toBe(bench.instanceId);
      expect(await bench.describeVolume("Attachments[0].Device")).toBe("/dev/sdf");
      expect(await bench.tagValue()).toBe("true");
    });

    test("leaves a mount point that the client cannot write to when the disk is not there", async () => {
      mkdirSync(bench.host.mountPoint, { mode: 0o777 });
      await bench.host.boot("chain-disk.sh");
      expect(await shell(`stat -c %a ${bench.host.mountPoint}`)).toBe("0");
    });

    test("formats it once: the next boot finds what the client wrote", async () => {
      await bench.host.boot(`chain-disk.sh && echo block > "$MOUNT_POINT/geth/keep"`);
      const { status, stdout, stderr } = await bench.host.boot(`chain-disk.sh && cat "$MOUNT_POINT/geth/keep"`);
      expect({ status, stdout }).toEqual({ status: 0, stdout: "block\n" });
      expect(stderr).not.toContain("formatting");
    });

    test("does nothing the second time in one boot", async () => {
      const { status, stdout, stderr } = await bench.host.boot(
        `chain-disk.sh && echo block > "$MOUNT_POINT/geth/keep" && chain-disk.sh && cat "$MOUNT_POINT/geth/keep" && findmnt -no SOURCE "$MOUNT_POINT"`,
      );
      expect({ status, stdout }).toEqual({ status: 0, stdout: `block\n${bench.disk.device}\n` });
      expect(stderr.match(/formatting/g)).toHaveLength(1);
    });
  });

  describe.each(["ext4", "xfs"])("with %s on the volume", (type) => {
    beforeEach(async () => {
      await shell(`mkfs.${type} -q ${bench.disk.device}`);
      await bench.disk.inside(`${WRITE_SECRET}; mkdir "$disk/geth"; echo block > "$disk/geth/block"`);
    });

    test("keeps the file when the tag is missing, and sets the tag", async () => {
      const { status, stdout, stderr } = await bench.host.boot(`chain-disk.sh && cat "$MOUNT_POINT/keep"`);
      expect({ status, stdout }).toEqual({ status: 0, stdout: "secret\n" });
      expect(stderr).not.toContain("formatting");
      expect(await bench.tagValue()).toBe("true");
    });

    test("keeps the file when the volume was tagged and came from a snapshot", async () => {
      await bench.tag("true");
      bench.host.settings.CHAIN_SNAPSHOT_ID = "snap-0123456789abcdef0";
      expect((await bench.host.boot("chain-disk.sh")).status).toBe(0);
      expect(await bench.disk.inside(READ_SECRET)).toBe("secret");
    });

    const growth = type === "xfs" || mayGrowExt4() ? test : test.skip;
    growth("grows it to the size of the volume and keeps the file", async () => {
      await bench.disk.grow(2 * DISK_MIB);
      const { status, stdout } = await bench.host.boot(
        `chain-disk.sh && df --output=size -BM "$MOUNT_POINT" | tail -n 1`,
      );
      expect(status).toBe(0);
      expect(Number.parseInt(stdout, 10)).toBeGreaterThan(1.5 * DISK_MIB);
      expect(await bench.disk.inside(READ_SECRET)).toBe("secret");
    });

    test("gives a client directory of another owner to the client, whole", async () => {
      const { stdout } = await bench.host.boot(
        `chain-disk.sh && stat -c %u:%g "$MOUNT_POINT/geth/block" "$MOUNT_POINT/keep"`,
      );
      expect(stdout).toBe("1000:1000\n0:0\n");
    });
  });

  test("mounts an ext4 that may not grow all the same, with a warning", async () => {
    await shell(`mkfs.ext4 -q ${bench.disk.device}`);
    await bench.disk.inside(WRITE_SECRET);
    await bench.disk.grow(2 * DISK_MIB);
    const { status, stdout, stderr } = await bench.host.boot(
      `setpriv --bounding-set=-sys_resource chain-disk.sh && cat "$MOUNT_POINT/keep"`,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "secret\n" });
    expect(stderr).toContain(`warning: the file system on ${bench.volumeId} could not grow`);
  });

  describe("with a volume held by another instance", () => {
    let other: string;

    beforeEach(async () => {
      other = await bench.runInstance();
      await bench.attach(other);
    });

    test("gives up after the time allowed, names the holder and takes nothing away", async () => {
      await bench.expectRefusal(bench.volumeId, `held by ${other}`, "within 0 s");
      expect(await bench.describeVolume("Attachments[0].InstanceId")).toBe(other);
    });

    test("takes it as soon as it is released", async () => {
      const boot = bench.host.boot("chain-disk.sh", { CHAIN_DISK_WAIT_SECONDS: "60" });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await bench.detach();
      const { status, stderr } = await boot;
      expect(status).toBe(0);
      expect(stderr).toContain(`held by ${other}`);
      expect(await bench.describeVolume("Attachments[0].InstanceId")).toBe(bench.instanceId);
    });
  });
});
