import { shell } from "../modules/node/boot/support/run-command";
import { HostBench } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

describe("a host before the first format of its disk", () => {
  const bench = new HostBench();

  async function expectRefusal(words: string): Promise<TestHost> {
    const before = await bench.disk.hash();
    const host = await bench.host();
    await host.start();
    await host.untilRefused();
    expect(host.errors()).toEqual([expect.stringContaining(words)]);
    expect(host.hasStartedEcs()).toBe(false);
    expect(await bench.disk.hash()).toBe(before);
    expect(await bench.tag()).toBeUndefined();
    return host;
  }

  test.each([
    ["8 MiB in the middle", "dd if=/dev/urandom of=DEVICE bs=1M count=8 seek=150 conv=notrunc status=none"],
    ["one byte at the very end", "printf x | dd of=DEVICE bs=1 seek=$(((320 << 20) - 1)) conv=notrunc status=none"],
    [
      "an xfs without its head",
      "mkfs.xfs -q DEVICE; dd if=/dev/zero of=DEVICE bs=1M count=64 conv=notrunc status=none",
    ],
  ])("finds %s, and refuses", async (_data, script) => {
    await shell(script.replaceAll("DEVICE", bench.disk.device));
    await expectRefusal("must not be formatted: data at byte");
  });

  test("tries again when the disk cannot be read, and formats it once it can", async () => {
    const backing = await shell(`losetup --noheadings --output BACK-FILE ${bench.disk.device}`);
    await shell(`truncate --size=200M ${backing}`);
    const host = await bench.host();
    await host.start();
    await host.untilRetrying();
    expect(host.errors()[0]).toMatch(/could not be searched for data: unreadable at byte \d+: Input\/output error/);
    expect(host.hasStartedEcs()).toBe(false);
    await shell(`truncate --size=320M ${backing}`);
    await host.untilClientRuns();
    expect(await bench.tag()).toBe("true");
  });

  test("waits while the volume's name leads to another disk, and takes its own", async () => {
    await bench.disk.fill("xfs");
    const before = await bench.disk.hash();
    const host = await bench.host();
    host.front.afterwards = async ({ action }) => {
      if (action === "AttachVolume") {
        await host.plug(bench.volumeId, bench.disk, "vol0ffffffffffffffff");
      }
    };
    await host.start();
    await host.untilRetrying();
    expect(host.errors()[0]).toMatch(/must have the serial vol[0-9a-f]+, got 'vol0ffffffffffffffff'/);
    expect(await bench.disk.hash()).toBe(before);
    await host.plug(bench.volumeId, bench.disk);
    await host.untilClientRuns();
  });

  /** Puts an mkfs.xfs before the real one that removes itself first, and knows the disk as $disk. */
  async function replaceMkfs(host: TestHost, script: string): Promise<void> {
    const program = "/usr/local/sbin/mkfs.xfs";
    await host.copy(program, `#!/bin/bash\nrm "$0"\nfor disk; do :; done\n${script}\n`);
    const dropIn = "/etc/systemd/system/ethereum-node.service.d/mkfs.conf";
    await host.copy(dropIn, `[Service]\nExecStartPre=-/bin/chmod 755 ${program}\n`);
  }

  test("killed between the format and the mount, tags nothing, and takes the file system at the next boot", async () => {
    const host = await bench.host();
    await replaceMkfs(
      host,
      '/sbin/mkfs.xfs "$@"; blkid -p -s UUID -o value "$disk" >/etc/uuid; sync; kill -KILL $PPID',
    );
    await host.start();
    await host.exec("timeout 60 bash -c 'until [[ -s /etc/uuid ]]; do sleep 0.1; done'");
    await host.powerCut();
    expect(await bench.tag()).toBeUndefined();
    await host.start();
    await host.plug(bench.volumeId, bench.disk);
    await host.untilClientRuns();
    expect(host.journal().filter((line) => line.includes("formatting"))).toHaveLength(1);
    expect(await host.exec("cmp <(findmnt -no UUID /data) /etc/uuid && echo same")).toBe("same");
    expect(await bench.tag()).toBe("true");
  });

  test("killed within the format, tags nothing, and refuses the half of a file system", async () => {
    const host = await bench.host();
    // The state in which every write of mkfs.xfs but the first few leaves the disk; see make-file-system.test.ts.
    await replaceMkfs(
      host,
      '/sbin/mkfs.xfs "$@"; xfs_db -x -c "sb 0" -c "write -d inprogress 1" "$disk"; kill -KILL $$',
    );
    await host.start();
    await host.untilRefused();
    expect(host.errors()).toEqual([
      expect.stringMatching(/could not be formatted: mkfs.xfs status 137/),
      expect.stringMatching(/refused: .* holds an xfs whose making was interrupted/),
    ]);
    expect(await bench.tag()).toBeUndefined();
    // The way out of the runbook.
    await host.exec(`mkfs.xfs -f -K -L chain ${bench.disk.device} && systemctl restart ethereum-node.service`);
    await host.untilClientRuns();
    expect(await bench.tag()).toBe("true");
  });
});
