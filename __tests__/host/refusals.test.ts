import { shell } from "../modules/node/boot/support/run-command";
import { EbsDisk } from "./support/ebs-disk";
import { HostBench, type HostOptions } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

const PARTITION_TABLE = `printf '\\x00\\x20\\x21\\x00\\x83\\x00\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x10\\x00\\x00' | dd of=DEVICE bs=1 seek=446 conv=notrunc status=none; printf '\\x55\\xaa' | dd of=DEVICE bs=1 seek=510 conv=notrunc status=none`;
const LUKS = "echo secret | cryptsetup luksFormat --batch-mode --pbkdf pbkdf2 --pbkdf-force-iterations 1000 DEVICE -";

describe("a host refuses and leaves every bit of the disk as it was", () => {
  const bench = new HostBench();

  /** Boots and expects one error line with these words, no ECS agent, no DNS record, and an unchanged disk. */
  async function expectRefusal(words: readonly string[], options: HostOptions = {}): Promise<TestHost> {
    const before = await bench.disk.hash();
    const host = await bench.host(options);
    await host.start();
    await host.untilRefused();
    await expectExplained(host, words);
    expect(await bench.disk.hash()).toBe(before);
    return host;
  }

  async function expectExplained(host: TestHost, words: readonly string[]): Promise<void> {
    await host.untilJournal("refused:");
    const errors = host.errors();
    expect(errors).toHaveLength(1);
    for (const word of words) {
      expect(errors[0]).toContain(word);
    }
    expect(host.hasStartedEcs()).toBe(false);
    const address = host.front.metadata.values["local-ipv4"] ?? "";
    expect((await bench.records()).filter((record) => record.endsWith(` ${address}`))).toEqual([]);
  }

  describe("a disk without a file system", () => {
    test("when a snapshot was named", async () => {
      const snapshot = "snap-0123456789abcdef0";
      await expectRefusal(["must not be formatted", `SEED_SNAPSHOT_ID is '${snapshot}'`], {
        settings: { SEED_SNAPSHOT_ID: snapshot },
      });
    });

    test("when the volume was made from a snapshot, whatever the settings say", async () => {
      const snapshot = await bench.useVolumeFromSnapshot();
      await expectRefusal(["must not be formatted", `it was made from ${snapshot}`]);
    });

    test("when the volume was initialised before", async () => {
      await bench.setTag();
      await expectRefusal(["must not be formatted", "it carries the tag ChainDiskInitialised"]);
    });

    test("when its superblock was lost but its data is there", async () => {
      await bench.disk.fill("ext4");
      await shell(`dd if=/dev/zero of=${bench.disk.device} bs=4K count=1 conv=notrunc status=none`);
      await expectRefusal(["must not be formatted", "data at byte"]);
    });
  });

  test.each([
    ["a partition table", PARTITION_TABLE, "'dos'"],
    ["swap space", "mkswap --quiet DEVICE", "'swap'"],
    ["a LUKS header", LUKS, "'crypto_LUKS'"],
    ["an LVM physical volume", "pvcreate --quiet --quiet DEVICE", "'LVM2_member'"],
    ["a foreign file system", "mkfs.ext2 -q DEVICE", "'ext2'"],
    [
      "a file system beside a partition table",
      `mkfs.xfs -q DEVICE; ${PARTITION_TABLE}`,
      "must be blank or hold ext4 or xfs",
    ],
  ])("a disk with %s", async (_content, script, words) => {
    await shell(script.replaceAll("DEVICE", bench.disk.device));
    await expectRefusal([bench.volumeId, words]);
  });

  test.each([
    [
      "cannot be mounted",
      "write -d features_incompat 0x8000000b",
      ["could not be mounted at /data", "after a snapshot"],
    ],
    ["was never finished", "write -d inprogress 1", ["holds an xfs whose making was interrupted"]],
  ])("a file system that %s", async (_reason, change, words) => {
    await bench.disk.fill("xfs");
    await shell(`xfs_db -x -c "sb 0" -c "${change}" ${bench.disk.device}`);
    await expectRefusal([bench.volumeId, ...words]);
  });

  test("a file system that needs a repair by hand", async () => {
    await bench.disk.fill("ext4");
    await shell(`dd if=/dev/urandom of=${bench.disk.device} bs=4K seek=40 count=200 conv=notrunc status=none`);
    await shell(`debugfs -w -R 'ssv state 2' ${bench.disk.device} 2>/dev/null`);
    const host = await bench.host();
    await host.start();
    await host.untilRefused();
    await expectExplained(host, [bench.volumeId, "must pass fsck.ext4 -p", "by hand, after a snapshot"]);
  });

  test("a read-only device", async () => {
    await bench.disk.fill("xfs");
    await shell(`blockdev --setro ${bench.disk.device}`);
    await expectRefusal([bench.volumeId, "must be writable, got a read-only device"]);
  });

  test("a disk so full of inodes that the client's directory cannot be made", async () => {
    await shell(`mkfs.ext4 -q -N 16 ${bench.disk.device}`);
    await bench.disk.inside(
      'mkdir "$disk/engine-api"; i=0; while echo >"$disk/engine-api/$i" 2>/dev/null; do i=$((i + 1)); done',
    );
    const tree = () => bench.disk.inside('tar --create --sort=name --numeric-owner --directory "$disk" . | sha256sum');
    const before = await tree();
    const host = await bench.host();
    await host.start();
    await host.untilRefused();
    await expectExplained(host, ["/data/geth must exist on the chain disk", "No space left"]);
    expect(await tree()).toBe(before);
  });

  test("a disk of which a copy is attached too", async () => {
    const uuid = "6f0e7a5c-0c3e-4c6e-9d0a-0123456789ab";
    await bench.disk.fill("xfs", uuid);
    const copy = await EbsDisk.create();
    try {
      await copy.fill("xfs", uuid);
      const host = await bench.host();
      await host.start();
      await host.plug("vol-00000000000000000", copy);
      await host.untilRefused();
      await expectExplained(host, [`UUID ${uuid} must be that of ${bench.volumeId}`, "detach the copy"]);
    } finally {
      await copy.remove();
    }
  });

  test("to mount over files on the root disk", async () => {
    const host = await bench.host();
    await host.start();
    await host.exec("mkdir -p /data && echo stray >/data/stray");
    await host.untilRefused();
    await expectExplained(host, ["MOUNT_POINT /data must be empty", "/data/stray"]);
  });

  test("to mount where something else is mounted", async () => {
    const host = await bench.host();
    await host.start();
    await host.exec("mkdir -p /data && mount -t tmpfs other /data");
    await host.untilRefused();
    await expectExplained(host, ["MOUNT_POINT /data must be free, got other"]);
  });

  test("a volume in another zone", async () => {
    await expectRefusal([bench.volumeId, "must be in the instance's zone eu-central-1b, got eu-central-1a"], {
      zone: "eu-central-1b",
    });
  });

  test("a wrong setting, before it asks AWS for anything but its own files", async () => {
    const host = await expectRefusal(["CLIENTS must be the name of a client, or of two, got ''"], {
      settings: { CLIENTS: "" },
    });
    expect(host.front.calls.map(({ action }) => action).filter((action) => !/Log/.test(action))).toEqual([
      "GetParameters",
    ]);
  });
});

describe("a host waits, says why in one line and takes nothing by force", () => {
  const bench = new HostBench();
  const environment = { CHAIN_DISK_WAIT_SECONDS: "3" };

  test("while a live instance holds the disk", async () => {
    await bench.disk.fill("xfs");
    const before = await bench.disk.hash();
    const other = await bench.host();
    await bench.attach(other.instanceId);
    const host = await bench.host({ environment });
    await host.start();
    await host.untilRetrying();
    expect(host.errors()[0]).toMatch(`within 3 s, last: it is in-use, held by ${other.instanceId}`);
    expect(host.front.count("DetachVolume")).toBe(0);
    expect(await bench.holder()).toBe(other.instanceId);
    expect(await bench.disk.hash()).toBe(before);
    expect(host.hasStartedEcs()).toBe(false);
  });

  test("while IAM denies the attachment, and goes on when it is allowed", async () => {
    const host = await bench.host();
    let denied = true;
    host.front.fault = ({ action }) =>
      action === "AttachVolume" && denied
        ? { status: 403, code: "UnauthorizedOperation", message: "You are not authorized to perform this operation." }
        : undefined;
    await host.start();
    expect(await host.untilJournal("waiting for")).toContain(
      "it could not be attached: An error occurred (UnauthorizedOperation)",
    );
    expect(host.hasStartedEcs()).toBe(false);
    denied = false;
    await host.untilClientRuns();
  });

  test("while the metadata service knows no IMDSv2", async () => {
    const host = await bench.host();
    host.front.metadata.version = 1;
    await host.start();
    await host.untilRetrying();
    expect(host.errors()[0]).toMatch("find-identity: error: the metadata service must issue a token of IMDSv2, got");
    expect(host.hasStartedEcs()).toBe(false);
    host.front.metadata.version = 2;
    await host.untilClientRuns();
  });

  test("while there is no AWS CLI and none can be installed", async () => {
    const host = await bench.host();
    const withoutCli = "/etc/systemd/system/fetch-boot-files.service.d/without-cli.conf";
    await host.copy(withoutCli, "[Service]\nEnvironment=PATH=/usr/sbin:/usr/bin:/sbin:/bin\n");
    await host.start();
    await host.untilJournal("the AWS CLI is missing and 'dnf install awscli-2' failed");
    expect(host.hasStartedEcs()).toBe(false);
    await host.exec(`rm ${withoutCli}; systemctl daemon-reload`);
    await host.untilClientRuns();
  });

  test("while its clock is a day behind, and goes on when it is set", async () => {
    const faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    const host = await bench.host({
      environment: {
        LD_PRELOAD: faketime,
        FAKETIME_TIMESTAMP_FILE: "/etc/test-host/clock",
        FAKETIME_NO_CACHE: "1",
        DONT_FAKE_MONOTONIC: "1",
        FAKETIME_DISABLE_SHM: "1",
      },
    });
    host.front.fault = ({ action, signedAt }) =>
      action !== "GetParameters" && Math.abs(signedAt.getTime() - Date.now()) > 300_000
        ? { status: 400, code: "RequestExpired", message: "Request has expired." }
        : undefined;
    await host.copy("etc/test-host/clock", "-1d\n");
    await host.start();
    expect(await host.untilJournal("waiting for")).toContain("RequestExpired");
    expect(host.hasStartedEcs()).toBe(false);
    await host.exec("echo +0 >/etc/test-host/clock");
    await host.untilClientRuns();
    // A day passed on the clock, and not in the wait.
    expect(host.errors()).toEqual([]);
  });
});
