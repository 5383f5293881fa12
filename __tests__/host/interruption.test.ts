import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { HostBench, type HostOptions } from "./support/host-bench";
import type { TestHost } from "./support/test-host";

jest.setTimeout(700_000);

/** The steps of the boot, as the unit starts them. */
const BOOT = path.resolve(__dirname, "../../modules/boot");
const STEPS = ["fetch-boot-files.service", "ethereum-node.service"].flatMap((unit) =>
  [...readFileSync(path.join(BOOT, unit), "utf8").matchAll(/^ExecStart=.*\/(.+\.sh)$/gm)].map(
    ([, script]) => script as string,
  ),
);
const SHARES = [0.3, 0.7, 1];

describe("a host whose boot is killed in the middle of every step, again and again, starts its client", () => {
  const bench = new HostBench();
  const options: HostOptions = {
    environment: { BASH_ENV: "/usr/local/share/kill-points.sh" },
    settings: { CLIENTS: "geth lighthouse", USES_ENGINE_API: "true" },
  };

  /** Runs once to count each step's commands, then kills each at some of them, each time in a boot of its own. */
  async function killEverywhere(prepare: () => Promise<void>): Promise<TestHost> {
    const commands = await countCommands();
    const points = STEPS.flatMap((step) =>
      SHARES.map((share) => `${step} ${Math.ceil((commands[step] ?? 0) * share)}`),
    );
    const unique = [...new Set(points)];
    expect(unique.length).toBeGreaterThan(2 * STEPS.length);
    await bench.useVolume();
    await prepare();
    const host = await bench.host(options);
    await host.copy("etc/test-host/kill-points", `${unique.join("\n")}\n`);
    for (const unit of ["fetch-boot-files", "ethereum-node"]) {
      await host.copy(`etc/systemd/system/${unit}.service.d/fast.conf`, "[Service]\nRestartSec=100ms\n");
    }
    await host.start();
    await host.untilClientRuns(480);
    // All that come after the format guard depend on the disk; those which a wait or a retry did not reach are few.
    const missed = (await host.exec("cat /etc/test-host/kill-points")).split("\n").filter((line) => line !== "");
    process.stdout.write(
      `killed ${unique.length - missed.length} times; not reached: ${missed.join(", ") || "none"}\n`,
    );
    expect(new Set(host.kills().map((kill) => kill.split(" ")[1]))).toEqual(new Set(STEPS));
    return host;
  }

  async function countCommands(): Promise<Record<string, number>> {
    const host = await bench.host(options);
    await host.copy("etc/test-host/kill-points", "");
    await host.start();
    await host.untilClientRuns();
    const counted = host.commands();
    await host.powerOff();
    await bench.terminate(host.instanceId);
    await bench.renewDisk();
    return counted;
  }

  test("on a disk with data, none of which is lost", async () => {
    let before = "";
    const host = await killEverywhere(async () => {
      await bench.disk.fill("xfs");
      before = await bench.disk.treeHash();
    });
    expect(await bench.disk.treeHash()).toBe(before);
    expect(host.journal().join()).not.toContain("formatted");
  });

  test("on a blank disk, which it formats once", async () => {
    const host = await killEverywhere(async () => {});
    expect(await host.exec("findmnt -no FSTYPE /data")).toBe("xfs");
    expect(await bench.tag()).toBe("true");
    expect(await bench.disk.inside('ls "$disk"')).toBe("engine-api\ngeth\nlighthouse");
    expect(await host.exec("cat /data/engine-api/jwt-secret")).toMatch(/^[0-9a-f]{64}$/);
  });
});

test("every script of the boot is a step or helps one", () => {
  const scripts = readdirSync(BOOT).filter((file) => file.endsWith(".sh"));
  expect(scripts).toEqual(expect.arrayContaining(STEPS));
  expect(STEPS.length).toBeGreaterThan(8);
});
