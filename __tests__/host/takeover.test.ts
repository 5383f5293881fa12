import { setTimeout as sleep } from "node:timers/promises";
import { HostBench } from "./support/host-bench";

describe("the disk goes from one host to the next", () => {
  const bench = new HostBench({ keepsData: true });

  test("when the one that holds it dies, at most 15 s later, and nobody detaches it by force", async () => {
    const former = await bench.runningHost();
    const successor = await bench.host();
    const taken: string[] = [];
    const unplug = successor.front.afterwards;
    // Called for what AWS did, not for what it refused: between its two questions, of disk and holder, AWS may have freed the disk.
    successor.front.afterwards = (call) => {
      taken.push(call.action);
      return unplug(call);
    };
    await successor.start();
    expect(await successor.untilJournal("waiting for")).toContain(`it is in-use, held by ${former.instanceId}`);
    await former.untilBlocks(5);
    await former.powerCut();
    await bench.terminate(former.instanceId);
    const gone = Date.now();
    await successor.untilClientRuns();
    const seconds = (Date.now() - gone) / 1000;
    process.stdout.write(`from "former instance gone" to "ECS started and its client runs": ${seconds.toFixed(1)} s\n`);
    expect(seconds).toBeLessThan(15);
    expect(taken).not.toContain("DetachVolume");
    expect(await bench.holder()).toBe(successor.instanceId);
  });

  test("when the one that holds it shuts down in order, in which case the client had its time", async () => {
    const former = await bench.runningHost();
    await former.exec("echo 5 >/etc/test-host/closing-seconds");
    const successor = await bench.host();
    await successor.start();
    await successor.untilJournal("waiting for");
    await former.powerOff();
    expect(former.events()).toContain("client closed");
    await successor.untilClientRuns();
    expect(successor.secondsOf("client started")).toBeGreaterThan(former.secondsOf("client closed"));
    expect(await bench.records()).toContain(
      `node-0.mainnet.lab.internal. ${successor.front.metadata.values["local-ipv4"]}`,
    );
  });

  test("by force when AWS says that the one that holds it is terminated", async () => {
    const former = await bench.host();
    await bench.attach(former.instanceId);
    const successor = await bench.host();
    // The local AWS frees the disk at once; the real one may be late.
    successor.front.disguise = ({ action, parameters }, answer) =>
      action === "DescribeInstances" && parameters.get("InstanceId.1") === former.instanceId
        ? answer.replace("<name>running</name>", "<name>terminated</name>")
        : answer;
    await successor.start();
    await successor.untilClientRuns();
    expect(await successor.untilJournal("is terminated")).toContain(`it is taken from ${former.instanceId}`);
    expect(successor.front.calls.find(({ action }) => action === "DetachVolume")?.parameters.get("Force")).toBe("true");
  });

  test("to exactly one of two that race for it, and to the other when that one is gone", async () => {
    const hosts = [await bench.host(), await bench.host()];
    await Promise.all(hosts.map((host) => host.start()));
    await Promise.race(hosts.map((host) => host.untilClientRuns()));
    await sleep(8000);
    const holder = await bench.holder();
    const [winner, loser] = hosts[0]?.instanceId === holder ? hosts : [...hosts].reverse();
    expect([winner?.hasStartedEcs(), loser?.hasStartedEcs()]).toEqual([true, false]);
    expect(loser?.journal().join()).toContain(`held by ${winner?.instanceId}`);
    await winner?.powerOff();
    await bench.terminate(winner?.instanceId ?? "");
    await loser?.untilClientRuns();
  });
});
