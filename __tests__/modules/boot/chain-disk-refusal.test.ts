import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CHAIN_DISK_NEEDS, ChainDiskBench, INITIALISED_TAG } from "./support/chain-disk-bench";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

jest.setTimeout(120_000);

describeOnHost("chain-disk.sh refuses", CHAIN_DISK_NEEDS, () => {
  const bench = new ChainDiskBench();

  describe("a disk without a file system that it knows", () => {
    test("when a snapshot was given", async () => {
      bench.host.settings.CHAIN_SNAPSHOT_ID = "snap-0123456789abcdef0";
      await bench.expectRefusal(
        bench.volumeId,
        "must not be formatted",
        "CHAIN_SNAPSHOT_ID is 'snap-0123456789abcdef0'",
      );
    });

    test("when node.env does not say whether a snapshot was given", async () => {
      delete bench.host.settings.CHAIN_SNAPSHOT_ID;
      await bench.expectRefusal("CHAIN_SNAPSHOT_ID is 'unset'");
    });

    test("when it carries the tag", async () => {
      await bench.tag("");
      await bench.expectRefusal(bench.volumeId, `carries the tag ${INITIALISED_TAG}`);
    });

    test("when the volume itself was made from a snapshot, whatever the settings say", async () => {
      const source = await bench.createVolume();
      const snapshot = await bench.emulator.aws(`ec2 create-snapshot --volume-id ${source} --query SnapshotId`);
      await bench.disk.remove();
      await bench.useVolume(await bench.createVolume(`--snapshot-id ${snapshot}`));
      await bench.expectRefusal(`made from ${snapshot}`);
    });

    test("when its superblock was lost but its data is there", async () => {
      await shell(
        `mkfs.ext4 -q ${bench.disk.device} && dd if=/dev/zero of=${bench.disk.device} bs=4K count=1 status=none`,
      );
      await bench.expectRefusal(bench.volumeId, "not all zeros");
    });

    test.each([
      [
        "a partition table",
        `printf '\\x00\\x20\\x21\\x00\\x83\\x00\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x10\\x00\\x00' | dd of=DEVICE bs=1 seek=446 conv=notrunc status=none; printf '\\x55\\xaa' | dd of=DEVICE bs=1 seek=510 conv=notrunc status=none`,
        "dos",
      ],
      ["swap space", "mkswap -q DEVICE", "swap"],
      [
        "a LUKS header",
        "echo secret | cryptsetup luksFormat --batch-mode --pbkdf pbkdf2 --pbkdf-force-iterations 1000 DEVICE -",
        "crypto_LUKS",
      ],
      ["an LVM physical volume", "pvcreate --quiet --quiet DEVICE", "LVM2_member"],
      ["a file system that is neither ext4 nor xfs", "mkfs.ext2 -q DEVICE", "ext2"],
    ])("when it holds %s", async (_content, script, signature) => {
      await shell(script.replaceAll("DEVICE", bench.disk.device));
      await bench.expectRefusal(bench.volumeId, "must be blank or hold ext4 or xfs", signature);
    });
  });

  describe("to mount", () => {
    test("over files on the root disk", async () => {
      mkdirSync(bench.host.mountPoint);
      writeFileSync(path.join(bench.host.mountPoint, "stray"), "");
      await bench.expectRefusal("must be empty", path.join(bench.host.mountPoint, "stray"));
    });

    test("where something else is mounted", async () => {
      const { status, stderr } = await bench.host.boot(
        `mkdir "$MOUNT_POINT" && mount -t tmpfs other "$MOUNT_POINT" && chain-disk.sh`,
      );
      expect(status).not.toBe(0);
      expect(stderr).toContain(`MOUNT_POINT ${bench.host.mountPoint} must be free, got other mounted there`);
    });
  });

  describe("a wrong setting", () => {
    test.each([
      ["VOLUME_ID", "/dev/sdf", "VOLUME_ID must look like vol-0abc, got '/dev/sdf'"],
      ["VOLUME_ID", "", "VOLUME_ID must be set in /etc/ethereum-node/node.env"],
      ["MOUNT_POINT", "/", "MOUNT_POINT must be an absolute path below /, got '/'"],
    ])("%s='%s'", async (setting, value, message) => {
      bench.host.settings[setting] = value;
      await bench.expectRefusal(message);
    });
  });

  test("a host without an AWS CLI that cannot install one", async () => {
    const bin = path.join(bench.host.directory, "bin");
    mkdirSync(bin);
    for (const tool of ["bash", "timeout", "mountpoint"]) {
      symlinkSync(await shell(`command -v ${tool}`), path.join(bin, tool));
    }
    symlinkSync("/bin/true", path.join(bin, "sleep"));
    symlinkSync("/bin/false", path.join(bin, "dnf"));
    const { status, stderr } = await bench.host.boot(`PATH=${bin} "$(command -v chain-disk.sh)"`);
    expect(status).not.toBe(0);
    expect(stderr).toContain("attempt 5 of 5");
    expect(stderr).toContain("error: the AWS CLI is missing");
  });
});
