import { writeFileSync } from "node:fs";
import path from "node:path";
import { ChainDiskHost } from "./support/chain-disk-host";
import { describeOnHost } from "./support/describe-on-host";
import { type CommandResult, shell } from "./support/run-command";

const TRY_AGAIN = 75;
const REFUSED = 78;
/** To the fsck.ext4 of today what orphan_file is to that of Amazon Linux 2023: a feature made by a newer tool. */
const UNKNOWN_FEATURE = "debugfs -w -R 'feature FEATURE_C13' DEVICE 2>/dev/null";
const RECORDED_ERRORS = "debugfs -w -R 'ssv state 2' DEVICE 2>/dev/null";
const DAMAGE = `dd if=/dev/urandom of=DEVICE bs=4K seek=40 count=200 conv=notrunc status=none; ${RECORDED_ERRORS}`;
/** A mount in another place and its end without an unmount, as a power cut leaves the disk. */
const POWER_CUT = `disk=$(mktemp --directory); cp --sparse=always BACKING BACKING.on; mount DEVICE $disk
  echo kept >$disk/kept; sync $disk/kept; cp --sparse=always BACKING BACKING.cut; umount $disk
  dd if=BACKING.cut of=DEVICE bs=1M conv=notrunc status=none; rm -r $disk BACKING.on BACKING.cut`;

describeOnHost("check-file-system.sh on ext4", ["unshare", "mkfs.xfs"], () => {
  const host = new ChainDiskHost();

  beforeAll(() => host.prepare());
  beforeEach(async () => {
    await host.insertDisk();
    await host.disk.fill("ext4");
  });
  afterAll(async () => {
    await host.disk.remove();
    host.remove();
  });

  async function prepare(...scripts: readonly string[]): Promise<void> {
    const backing = await host.write("losetup --noheadings --output BACK-FILE DEVICE");
    for (const script of scripts) {
      await host.write(script.replaceAll("BACKING", backing));
    }
  }

  /** Checks, and mounts as the boot does. */
  function checkAndMount(): Promise<CommandResult> {
    const mount = `mkdir -p ${host.mountPoint}; mount ${host.disk.device} ${host.mountPoint}`;
    return host.bootWithDisk(`check-file-system.sh; ${mount}; cat ${host.mountPoint}/kept`);
  }

  test("lets the journal that a power cut left be replayed", async () => {
    await prepare(POWER_CUT);
    expect(await checkAndMount()).toEqual({
      status: 0,
      stdout: "kept\n",
      stderr: expect.stringContaining("recovering journal"),
    });
  });

  test("warns of a feature that fsck.ext4 does not know, and leaves the journal to the kernel", async () => {
    await prepare(UNKNOWN_FEATURE, POWER_CUT);
    const { status, stdout, stderr } = await checkAndMount();
    expect(stderr).toMatch(
      /warning: vol-\w+ .* is mounted unchecked: it has FEATURE_C13, unknown to this host's fsck.ext4$/m,
    );
    expect([status, stdout]).toEqual([0, "kept\n"]);
  });

  test("refuses errors that it cannot look at, since it does not know a feature, and changes nothing", async () => {
    await prepare(RECORDED_ERRORS, UNKNOWN_FEATURE);
    const before = await host.disk.hash();
    const { status, stderr } = await host.bootWithDisk("check-file-system.sh");
    expect(stderr).toMatch(/refused: vol-\w+ .* has recorded errors and FEATURE_C13, unknown .*after a snapshot$/m);
    expect(status).toBe(REFUSED);
    expect(await host.disk.hash()).toBe(before);
  });

  test("refuses damage that needs decisions", async () => {
    await prepare(DAMAGE);
    const { status, stderr } = await host.bootWithDisk("check-file-system.sh");
    expect([status, stderr]).toEqual([
      REFUSED,
      expect.stringMatching(/refused: .* must pass fsck.ext4 -p, got status \d+/),
    ]);
  });

  describe("tries again", () => {
    /** Checks with a script of this name and content before the real programs. */
    async function checkWith(script: string): Promise<CommandResult> {
      const folder = path.join(host.directory, "first");
      await shell(`mkdir -p ${folder}`);
      writeFileSync(path.join(folder, "fsck.ext4"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return host.bootWithDisk(`PATH=${folder}:$PATH check-file-system.sh`);
    }

    test("when the disk cannot be read", async () => {
      await prepare(RECORDED_ERRORS, "truncate --size=100M BACKING");
      const { status, stderr } = await host.bootWithDisk("check-file-system.sh");
      expect([status, stderr]).toEqual([TRY_AGAIN, expect.stringMatching(/error: .* could not be probed/)]);
    });

    test("when the disk fails in the middle of the check", async () => {
      await prepare(RECORDED_ERRORS);
      const backing = await host.write("losetup --noheadings --output BACK-FILE DEVICE");
      const { status, stderr } = await checkWith(`truncate --size=100M ${backing}; exec /sbin/fsck.ext4 "$@"`);
      expect(stderr).toMatch(/error: .* could not be checked: fsck.ext4 -p status \d+: .*Input\/output error/);
      expect(status).toBe(TRY_AGAIN);
    });

    test("when the disk is in use", async () => {
      const other = `mount -t tmpfs none /mnt; mkdir /mnt/other; mount ${host.disk.device} /mnt/other`;
      const { status, stderr } = await host.bootWithDisk(`${other}; check-file-system.sh`);
      expect([status, stderr]).toEqual([
        TRY_AGAIN,
        expect.stringMatching(/error: .* could not be checked: .* is mounted/),
      ]);
    });

    test("when something ends the check", async () => {
      const { status, stderr } = await checkWith("kill -KILL $$");
      expect(stderr).toMatch(/error: .* could not be checked: fsck.ext4 -p status 137/);
      expect(status).toBe(TRY_AGAIN);
    });
  });
});
