import { writeFileSync } from "node:fs";
import path from "node:path";
import { ChainDiskHost } from "./support/chain-disk-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

const TRY_AGAIN = 75;
const REFUSED = 78;

describeOnHost("make-file-system.sh", ["unshare", "mkfs.xfs", "strace"], () => {
  const host = new ChainDiskHost({ CHAIN_DISK_LOOK_SECONDS: "60" });

  beforeAll(() => host.prepare());
  beforeEach(() => host.insertDisk());
  afterAll(async () => {
    await host.disk.remove();
    host.remove();
  });

  const put = (bytes: string, at: string) =>
    `printf '${bytes}' | dd of=DEVICE bs=1 seek=$((${at})) conv=notrunc status=none`;
  const fill = (mebibytes: number, at: string) =>
    `dd if=/dev/urandom of=DEVICE bs=1M count=${mebibytes} seek=$((${at})) conv=notrunc status=none`;
  const forget = (mebibytes: number) => `dd if=/dev/zero of=DEVICE bs=1M count=${mebibytes} conv=notrunc status=none`;

  describe("refuses to format, and leaves every bit as it was, where there is", () => {
    test.each([
      ["one byte at the very first", put("x", "0")],
      ["one byte at 64 MiB", put("x", "64 << 20")],
      ["one byte in the middle of nowhere", put("x", "(201 << 20) + 777")],
      ["one byte at the very last", put("x", "(320 << 20) - 1")],
      ["8 MiB in the middle", fill(8, "150")],
      ["data in the last MiB", fill(1, "319")],
      ["ext4 whose head was lost", `mkfs.ext4 -q DEVICE; ${forget(64)}`],
      ["xfs whose head was lost", `mkfs.xfs -q DEVICE; ${forget(64)}`],
      ["ext4 of which one backup superblock is left", `mkfs.ext4 -q -b 4096 DEVICE; ${keep("128 << 20", 1024)}`],
      ["xfs of which one superblock of a group is left", `mkfs.xfs -q DEVICE; ${keep("240 << 20", 512)}`],
      ["the backup of a partition table", put("EFI PART", "(320 << 20) - 512")],
    ])("%s", async (_content, script) => {
      await host.write(script);
      const before = await host.disk.hash();
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh");
      expect(stderr).toMatch(
        /^make-file-system: refused: vol-0123456789abcdef0 .* must not be formatted: data at byte \d+/m,
      );
      expect(status).toBe(REFUSED);
      expect(await host.disk.hash()).toBe(before);
    });

    /** Leaves nothing but some bytes of what was written before. */
    function keep(at: string, bytes: number): string {
      const part = `bs=512 count=${bytes / 512} status=none`;
      const place = `$(((${at}) / 512))`;
      return `dd if=DEVICE of=/tmp/kept.$$ skip=${place} ${part}; [[ $(tr -d '\\0' </tmp/kept.$$ | wc -c) -gt 20 ]]; ${forget(320)}; dd if=/tmp/kept.$$ of=DEVICE seek=${place} conv=notrunc ${part}; rm /tmp/kept.$$`;
    }
  });

  test.each([
    ["a snapshot was named", "SEED_SNAPSHOT_ID is 'snap-1'", "snap-1", {}],
    ["the volume was made from one", "it was made from snap-2", "", { seed: "snap-2" }],
    ["it was mounted before", "it carries the tag ChainDiskInitialised", "", { tag: "ChainDiskInitialised" }],
  ])("refuses to format a blank disk when %s", async (_reason, words, snapshot, facts) => {
    host.settings.SEED_SNAPSHOT_ID = snapshot;
    const { status, stderr } = await host.bootWithDisk("make-file-system.sh", facts);
    host.settings.SEED_SNAPSHOT_ID = "";
    expect([status, stderr]).toEqual([REFUSED, expect.stringContaining(words)]);
  });

  test("formats a blank disk, and gives none of its blocks back, so that a wrong decision could still be undone", async () => {
    const backing = await host.write("losetup --noheadings --output BACK-FILE DEVICE");
    await shell(`fallocate --length 320M ${backing}`);
    const { status, stderr } = await host.bootWithDisk("make-file-system.sh");
    expect(stderr).toMatch(/is new: only zeros in 20480 places of 335544320 bytes$/m);
    expect([status, stderr]).toEqual([0, expect.stringContaining("holds xfs, formatted just now")]);
    expect(Number(await shell(`du --block-size=1M ${backing} | cut -f1`))).toBeGreaterThanOrEqual(320);
  });

  test.each(["xfs", "ext4"] as const)("leaves %s as it is, whatever the volume is said to be", async (type) => {
    await host.disk.fill(type);
    const before = await host.disk.hash();
    for (const facts of [{}, { seed: "snap-1" }, { tag: "ChainDiskInitialised" }]) {
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh", facts);
      expect([status, stderr]).toEqual([0, expect.stringMatching(`holds ${type}\n$`)]);
    }
    expect(await host.disk.hash()).toBe(before);
  });

  describe("after a first format that was killed", () => {
    /** Boots with an mkfs.xfs that is killed at one of its writes; answers what the boot after it says, and its status. */
    async function bootAfterKillAt(write: number): Promise<readonly [number, string]> {
      await host.insertDisk();
      const folder = path.join(host.directory, "killed");
      const killed = `exec strace -qq -o /dev/null -e inject=pwrite64:signal=SIGKILL:when=${write} /sbin/mkfs.xfs "$@"`;
      await shell(`mkdir -p ${folder}`);
      writeFileSync(path.join(folder, "mkfs.xfs"), `#!/bin/sh\n${killed}\n`, { mode: 0o755 });
      const first = await host.bootWithDisk(`PATH=${folder}:$PATH make-file-system.sh`);
      expect([first.status, first.stderr]).toEqual([TRY_AGAIN, expect.stringContaining("mkfs.xfs status 137")]);
      const before = await host.disk.hash();
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh; check-file-system.sh");
      const isFormatted = stderr.includes("formatted just now");
      // Whatever the killed one wrote is still there, unless it had written nothing.
      expect({ write, kept: isFormatted || status === 0 || (await host.disk.hash()) === before }).toEqual({
        write,
        kept: true,
      });
      expect({ write, formats: isFormatted }).toEqual({ write, formats: stderr.includes("only zeros") });
      return [status, stderr];
    }

    test.each([1, 3])("at write %d, which left nothing, formats the disk", async (write) => {
      const [status, stderr] = await bootAfterKillAt(write);
      expect([status, stderr]).toEqual([0, expect.stringContaining("formatted just now")]);
    });

    test.each([5, 20, 64])("at write %d, which left a part of a file system, refuses to go on", async (write) => {
      const [status, stderr] = await bootAfterKillAt(write);
      expect([status, stderr]).toEqual([REFUSED, expect.stringContaining("holds an xfs whose making was interrupted")]);
    });
  });

  describe("tries again, and formats nothing,", () => {
    /** Every read past this byte fails, as reads of a broken volume do. */
    const breakAt = (bytes: string) =>
      host.write(`truncate --size=${bytes} "$(losetup --noheadings --output BACK-FILE DEVICE)"`);

    test.each([
      ["from the first byte on", "0"],
      ["in the middle", "160M"],
      ["in its last sector", "335543808"],
    ])("when the disk cannot be read %s", async (_place, bytes) => {
      await breakAt(bytes);
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh");
      expect(stderr).toMatch(/error: .* could not be searched for data: unreadable at byte \d+/);
      expect([status, stderr]).toEqual([TRY_AGAIN, expect.not.stringContaining("formatting")]);
      await breakAt("320M");
      expect(await host.write("tr -d '\\0' <DEVICE | wc -c")).toBe("0");
    });

    test("when the disk is not read in time", async () => {
      await host.insertDisk(2 << 20);
      const { status, stderr } = await host.bootWithDisk("CHAIN_DISK_LOOK_SECONDS=2 make-file-system.sh");
      expect(stderr).toMatch(/error: .* could not be searched for data: no answer within 2 s/);
      expect([status, stderr]).toEqual([TRY_AGAIN, expect.not.stringContaining("formatting")]);
    });

    test("when mkfs.xfs fails", async () => {
      await host.insertDisk(200);
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh");
      expect(stderr).toContain("must be larger than 300MB");
      expect([status, stderr]).toEqual([
        TRY_AGAIN,
        expect.stringContaining("could not be formatted: mkfs.xfs status 1"),
      ]);
    });

    test("when the name leads to another disk", async () => {
      const { status, stderr } = await host.bootWithDisk("make-file-system.sh", { serial: "vol0ffffffffffffffff" });
      expect(stderr).toMatch(
        /error: \/dev\/loop\d+ must have the serial vol0123456789abcdef0, got 'vol0ffffffffffffffff'/,
      );
      expect([status, stderr]).toEqual([TRY_AGAIN, expect.not.stringContaining("formatting")]);
    });
  });
});
