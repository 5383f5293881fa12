import { HostBench, type HostOptions } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

/** A writer in a mount namespace of its own, as a container that ECS does not know. */
const CONTAINER = (work: string) =>
  `systemd-run --unit=writer --property=KillMode=mixed unshare --mount --propagation private bash -c '${work}'`;

describe("a host gives its disk back only when nobody can write to it any more", () => {
  const bench = new HostBench({ keepsData: true });

  /** A host that stops its node, and what is to be true before it does. */
  async function stopped(prepare: (host: TestHost) => Promise<unknown>, options: HostOptions = {}): Promise<TestHost> {
    const host = await bench.runningHost(options);
    await host.untilBlocks(3);
    await prepare(host);
    await host.tryExec("systemctl stop ethereum-node.service");
    return host;
  }

  /** The volume was detached, and the kernel had closed the file system by then. */
  async function expectReleased(host: TestHost): Promise<void> {
    expect(await host.untilJournal("is unmounted and detached")).toContain(bench.volumeId);
    expect((await bench.volume()).State).toBe("available");
    expect(await host.exec(`ls /sys/fs/xfs | grep -x ${bench.disk.device.replace("/dev/", "")} || true`)).toBe("");
  }

  test("such as a container that ECS does not know, which gets the time to close its database", async () => {
    const host = await stopped((running) => running.exec("touch /etc/test-host/docker-knows-nothing"));
    await expectReleased(host);
    expect(await host.untilJournal("still in use by the processes")).toContain("they get 300 s to end");
    expect(host.events()).toContain("client closed");
    expect(await bench.disk.inside('cat "$disk/geth/closed"')).toBe("clean");
  });

  test("such as the client of a Docker that hangs, which gets its time too", async () => {
    const host = await stopped((running) =>
      running.exec(
        "touch /etc/test-host/docker-hangs; mkdir -p /run/systemd/system/docker.service.d; printf '[Service]\\nTimeoutStopSec=5\\n' >/run/systemd/system/docker.service.d/short.conf; systemctl daemon-reload",
      ),
    );
    await expectReleased(host);
    expect(host.journal().join("\n")).toContain("stop-clients: error: Docker does not answer");
    expect(await bench.disk.inside('cat "$disk/geth/closed"')).toBe("clean");
  });

  test("such as a writer that does not listen, which is killed after the grace", async () => {
    const host = await stopped(
      (running) =>
        running.exec(
          CONTAINER('trap "" TERM; cd /data/geth; while :; do date >>stubborn; sync stubborn; sleep 0.1; done'),
        ),
      { settings: { STOP_TIMEOUT_SECONDS: "5" } },
    );
    await expectReleased(host);
    expect(await bench.disk.inside('wc --lines <"$disk/geth/stubborn"')).not.toBe("0");
  });

  test("such as a second mount on the host, which it ends", async () => {
    await expectReleased(
      await stopped((running) => running.exec(`mkdir /mnt/look && mount ${bench.disk.device} /mnt/look`)),
    );
  });

  test("and keeps it where a second mount is in use", async () => {
    const host = await stopped((running) =>
      running.exec(
        `mkdir /mnt/look && mount ${bench.disk.device} /mnt/look && systemd-run --unit=look --property=WorkingDirectory=/mnt/look sleep 600`,
      ),
    );
    expect(host.errors()).toEqual([expect.stringContaining("/mnt/look must be unmounted within 60 s, and vol-")]);
    expect([await bench.holder(), host.front.count("DetachVolume")]).toEqual([host.instanceId, 0]);
  });

  test("also when its group terminates it while Docker hangs: then the group goes on, and hears no heartbeat after", async () => {
    const host = await bench.runningHost({
      settings: {
        GROUP_NAME: "mainnet-parity-node-0",
        LIFECYCLE_HOOK_NAME: "release-chain-disk",
        STOP_TIMEOUT_SECONDS: "20",
      },
    });
    await host.exec(
      "touch /etc/test-host/docker-hangs; mkdir -p /run/systemd/system/docker.service.d; printf '[Service]\\nTimeoutStopSec=5\\n' >/run/systemd/system/docker.service.d/short.conf; systemctl daemon-reload",
    );
    host.front.metadata.values["autoscaling/target-lifecycle-state"] = "Terminated";
    await host.untilJournal("may go on");
    expect((await bench.volume()).State).toBe("available");
    const actions = host.front.calls.map(({ action }) => action);
    expect(actions.lastIndexOf("RecordLifecycleActionHeartbeat")).toBeLessThan(
      actions.indexOf("CompleteLifecycleAction"),
    );
  });
});
