import { setTimeout as sleep } from "node:timers/promises";
import { eventually, WAIT_SECONDS } from "../support/eventually";
import { HostBench } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

const TIMER = "etc/systemd/system/watch-chain-disk.timer.d/fast.conf";
const EVERY_SECOND = "[Timer]\nOnActiveSec=\nOnUnitInactiveSec=\nOnActiveSec=1\nOnUnitInactiveSec=1\n";

describe("a host whose disk does not answer", () => {
  const bench = new HostBench({ keepsData: true });

  /** Holds every write to the disk meanwhile. */
  async function whileSilent(host: TestHost, work: () => Promise<void>): Promise<void> {
    await host.exec("fsfreeze --freeze /data");
    // A host with writers that hang cannot be removed.
    await work().finally(() => host.exec("fsfreeze --unfreeze /data"));
  }

  /** A host that looks after its disk every second, and waits as briefly for each write. */
  async function watchfulHost(): Promise<TestHost> {
    const host = await bench.host({ environment: { CHAIN_DISK_PROBE_SECONDS: "2" } });
    await host.copy(TIMER, EVERY_SECOND);
    await host.start();
    await host.untilClientRuns();
    return host;
  }

  test("goes on as if nothing had been when it was a stall", async () => {
    const host = await watchfulHost();
    const before = await host.blocks();
    await whileSilent(host, async () => {
      await host.untilJournal("for the time 2 in a row");
    });
    await host.untilBlocks(before + 20);
    expect(host.errors()).toEqual([]);
    expect(host.events().filter((event) => event === "ecs started")).toHaveLength(1);
    expect([host.front.count("DetachVolume"), host.front.count("SetInstanceHealth")]).toEqual([0, 0]);
  });

  test("has its group replace it when the silence lasts, with one write in the kernel and not many", async () => {
    const host = await watchfulHost();
    await whileSilent(host, async () => {
      expect(await host.untilJournal("shall replace")).toContain(
        `does not answer: mainnet-parity-node-0 shall replace ${host.instanceId}`,
      );
      expect(await host.exec("pgrep --count --full disk-probe")).toBe("1");
      const told = () => host.front.calls.find(({ action }) => action === "SetInstanceHealth")?.parameters;
      const call = await eventually("call of SetInstanceHealth", WAIT_SECONDS, told);
      expect([call.get("InstanceId"), call.get("HealthStatus"), call.get("ShouldRespectGracePeriod")]).toEqual([
        host.instanceId,
        "Unhealthy",
        "false",
      ]);
      expect(host.front.count("DetachVolume")).toBe(0);
    });
  });
});

describe("a host whose disk fails for good", () => {
  const bench = new HostBench({ keepsData: true });

  test("takes it again after growing pauses, and then no more", async () => {
    const host = await bench.host({ environment: { CHAIN_DISK_PAUSE_SECONDS: "1" } });
    await host.copy(TIMER, EVERY_SECOND);
    await host.start();
    for (let failure = 1; failure <= 6; failure++) {
      await host.untilClientRuns();
      await host.exec("xfs_io -x -c shutdown /data");
      await host.untilClientStops();
    }
    await host.untilRefused();
    const pauses = host.journal().flatMap((line) => /waiting (\d+) s: .* failed/.exec(line)?.[1] ?? []);
    expect(pauses).toEqual(["1", "2", "4", "8"]);
    expect(host.errors().at(-1)).toMatch(
      /refused: vol-\w+ must work for an hour, but failed 6 times in a row, last: it cannot be written/,
    );
    const given = host.front.count("DetachVolume");
    await sleep(5000);
    expect([given, host.front.count("DetachVolume")]).toEqual([6, 6]);
  });

  test("and begins anew when a person starts it", async () => {
    const host = await bench.host();
    await host.start();
    await host.untilClientRuns();
    await host.exec("printf '6 1\\nit cannot be written\\n' >/run/ethereum-node-host/disk-failures");
    await host.tryExec("systemctl restart ethereum-node.service");
    await host.untilRefused();
    await host.exec("systemctl start --no-block ethereum-node.service");
    await host.untilClientRuns();
  });
});
