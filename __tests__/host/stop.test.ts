import { fleetSettings, HostBench } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

describe("a host stops in order: client, file system, volume, name", () => {
  const bench = new HostBench();

  test("when it is powered off", async () => {
    const host = await bench.runningHost();
    await host.untilBlocks(5);
    await host.exec("echo 3 >/etc/test-host/closing-seconds");
    await host.powerOff();
    const events = host.events().filter((event) => !event.startsWith("docker ps"));
    expect(events.slice(-4)).toEqual(["ecs stopped", "docker stop -t 300 client", "client closed", "docker stopped"]);
    expect([(await bench.volume()).State, await bench.holder()]).toEqual(["available", undefined]);
    expect(await bench.disk.inside('cat "$disk/geth/closed"')).toBe("clean");
    const address = host.front.metadata.values["local-ipv4"];
    expect((await bench.records()).filter((record) => record.endsWith(` ${address}`))).toEqual([]);
  });

  test("and leaves a name alone that points at its successor already", async () => {
    const host = await bench.runningHost();
    await bench.setRecord("node-0.mainnet.lab.internal", "10.9.9.9");
    await host.powerOff();
    expect(await bench.records()).toContain("node-0.mainnet.lab.internal. 10.9.9.9");
  });

  test("when its group terminates it, with signs of life, and lets the group go on at the end only", async () => {
    const host = await bench.runningHost({
      settings: { GROUP_NAME: "mainnet-parity-node-0", LIFECYCLE_HOOK_NAME: "release-chain-disk" },
    });
    await host.exec("echo 70 >/etc/test-host/closing-seconds");
    host.front.metadata.values["autoscaling/target-lifecycle-state"] = "Terminated";
    await host.untilJournal("may go on");
    const actions = host.front.calls.map(({ action }) => action);
    const order = [
      "UpdateContainerInstancesState",
      "RecordLifecycleActionHeartbeat",
      "DetachVolume",
      "CompleteLifecycleAction",
    ];
    expect(actions.filter((action) => order.includes(action))).toEqual(order);
    const completed = host.front.calls.find(({ action }) => action === "CompleteLifecycleAction")?.parameters;
    expect([
      completed?.get("AutoScalingGroupName"),
      completed?.get("LifecycleHookName"),
      completed?.get("InstanceId"),
      completed?.get("LifecycleActionResult"),
    ]).toEqual(["mainnet-parity-node-0", "release-chain-disk", host.instanceId, "CONTINUE"]);
    expect((await bench.volume()).State).toBe("available");
    expect(await bench.disk.inside('cat "$disk/geth/closed"')).toBe("clean");
    expect(host.events().filter((event) => event === "ecs started")).toHaveLength(1);
  });

  test("when its group terminates it while its disk is refused: the disk is given back", async () => {
    const host = await bench.host({ settings: { SEED_SNAPSHOT_ID: "snap-0123456789abcdef0" } });
    await host.start();
    await host.untilRefused();
    expect(await bench.holder()).toBe(host.instanceId);
    host.front.metadata.values["autoscaling/target-lifecycle-state"] = "Terminated";
    await host.untilJournal("may go on");
    expect((await bench.volume()).State).toBe("available");
  });

  test("but never detaches a disk that somebody still writes to", async () => {
    const host = await bench.runningHost();
    await host.exec("systemd-run --unit=writer --property=WorkingDirectory=/data sleep 600");
    await host.tryExec("systemctl stop ethereum-node.service");
    expect(host.errors()).toEqual([expect.stringContaining("/data must be unmounted within 60 s, and vol-")]);
    expect(await bench.holder()).toBe(host.instanceId);
    expect(host.front.count("DetachVolume")).toBe(0);
    expect(host.events()).toContain("client closed");
  });

  test("and gives the disk back by its end when AWS does not answer", async () => {
    const host = await bench.runningHost();
    host.front.fault = () => "no answer";
    await host.powerOff();
    expect(await bench.disk.inside('cat "$disk/geth/closed"')).toBe("clean");
  });
});

describe("a host of a fleet that stops", () => {
  const bench = new HostBench();
  const own = "node-1.mainnet.lab.internal.";
  const share = "node-1.rpc.mainnet.lab.internal.";

  /** A host that answers at both names, in a fleet of three. */
  async function member(): Promise<TestHost> {
    await bench.shareName("node-0", "node-1", "node-2");
    const host = await bench.runningHost({ settings: fleetSettings("node-1") });
    await host.untilJournal("node-1.rpc.mainnet.lab.internal points at");
    return host;
  }

  /** What the zone holds of this host's names. */
  async function recordsOfHost(): Promise<string[]> {
    return (await bench.records()).filter((record) => record.startsWith("node-1."));
  }

  test("takes its own name away and lends its share to the others that are up, in one step", async () => {
    const host = await member();
    await bench.setRecord("node-0.mainnet.lab.internal", "10.9.0.0");
    await bench.setRecord("node-2.mainnet.lab.internal", "10.9.0.2");
    // No share of the name leads to this one.
    await bench.setRecord("node-9.mainnet.lab.internal", "10.9.0.9");
    await host.powerOff();
    expect(await recordsOfHost()).toEqual([`${share} 10.9.0.0 10.9.0.2`]);
    const changes = host.front.calls.filter(({ action }) => action === "ChangeResourceRecordSets").slice(-2);
    expect(changes.map(({ parameters }) => parameters.get("body")?.match(/CREATE|UPSERT|DELETE/g))).toEqual([
      ["DELETE"],
      ["DELETE", "CREATE"],
    ]);
  });

  test("lends it to none that has stopped, whatever that one's share holds, nor to its own address", async () => {
    const host = await member();
    const address = String(host.front.metadata.values["local-ipv4"]);
    await bench.setRecord("node-0.rpc.mainnet.lab.internal", address);
    await bench.setRecord("node-0.mainnet.lab.internal", address);
    await bench.setRecord("node-2.mainnet.lab.internal", "10.9.0.2");
    await host.powerOff();
    expect(await recordsOfHost()).toEqual([`${share} 10.9.0.2`]);
  });

  test("takes its share away where no other is up", async () => {
    const host = await member();
    await bench.setRecord("node-0.rpc.mainnet.lab.internal", "10.9.0.0");
    await host.powerOff();
    expect(await bench.records()).toEqual(["node-0.rpc.mainnet.lab.internal. 10.9.0.0"]);
  });

  test("takes its share away, and says so, where it cannot read who the others are", async () => {
    const host = await member();
    await bench.setRecord("node-0.mainnet.lab.internal", "10.9.0.0");
    host.front.fault = ({ action }) =>
      action === "ListResourceRecordSets" ? { status: 403, code: "AccessDenied", message: "not today" } : undefined;
    await host.powerOff();
    expect(await recordsOfHost()).toEqual([]);
    expect(host.journal()).toContainEqual(expect.stringMatching(/warning: .* is lent to no other node, .*not today/));
  });

  test("leaves its names alone where they point at its successor already", async () => {
    const host = await member();
    await bench.setRecord("node-0.mainnet.lab.internal", "10.9.0.0");
    await bench.setRecord("node-1.mainnet.lab.internal", "10.9.9.9");
    await bench.setRecord("node-1.rpc.mainnet.lab.internal", "10.9.9.9");
    await host.powerOff();
    expect(await recordsOfHost()).toEqual([`${own} 10.9.9.9`, `${share} 10.9.9.9`]);
  });
});

describe("a host whose disk fails under the client", () => {
  const bench = new HostBench();

  beforeEach(() => bench.disk.fill("xfs"));

  test("stops the client and starts from the disk up when the file system shuts down", async () => {
    const before = await bench.disk.treeHash();
    const host = await bench.runningHost();
    await host.untilBlocks(5);
    await host.exec("xfs_io -x -c shutdown /data");
    expect(await host.untilJournal("fails:")).toContain("it cannot be written");
    await host.untilJournal("is unmounted and detached");
    await host.untilClientRuns();
    expect(await bench.disk.treeHash()).toBe(before);
    expect(host.events().filter((event) => event === "ecs started")).toHaveLength(2);
  });

  test("stops the client when the file system turns read-only", async () => {
    const host = await bench.runningHost();
    await host.exec("mount -o remount,ro /data");
    expect(await host.untilJournal("fails:")).toContain("Read-only file system");
    await host.untilJournal("is unmounted and detached");
    await host.untilClientRuns();
  });

  test("stops the client and waits when the device is gone, and writes nothing to the root disk", async () => {
    const host = await bench.runningHost();
    await host.unplug(bench.volumeId);
    expect(await host.untilJournal("fails:")).toContain("its device is gone");
    await host.untilClientRuns();
    expect(await host.exec("findmnt -no SOURCE --target /data/geth")).toBe(bench.disk.device);
  });

  test("takes it again when it comes back under another name, and leaves no dead mount behind", async () => {
    const before = await bench.disk.treeHash();
    const host = await bench.runningHost();
    const again = await bench.disk.underAnotherName();
    try {
      await host.unplug(bench.volumeId);
      await host.plug(bench.volumeId, again);
      expect(await host.untilJournal("fails:")).toContain("is not what is mounted at /data");
      await host.untilJournal("is unmounted and detached");
      await host.untilClientRuns();
      expect(host.errors()).toHaveLength(1);
      expect(await bench.disk.treeHash()).toBe(before);
    } finally {
      await again.detach();
    }
  });

  test("never starts the client on the root disk, whoever starts the agent", async () => {
    const host = await bench.host({ settings: { SEED_SNAPSHOT_ID: "snap-0123456789abcdef0" } });
    await bench.disk.wipe();
    await host.start();
    await host.untilRefused();
    await host.tryExec("systemctl start ecs.service");
    expect([host.hasStartedEcs(), await host.exec("ls -A /data 2>/dev/null || true")]).toEqual([false, ""]);
  });
});
