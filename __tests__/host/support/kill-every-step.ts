import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { HostBench, HostOptions } from "./host-bench";
import type { TestHost } from "./test-host";

const BOOT = path.resolve(__dirname, "../../../modules/node/boot");
/** The steps of the boot, as the units start them. */
export const BOOT_STEPS = ["fetch-boot-files.service", "ethereum-node.service"].flatMap((unit) =>
  [...readFileSync(path.join(BOOT, unit), "utf8").matchAll(/^ExecStart=.*\/(.+\.sh)$/gm)].map(
    ([, script]) => script as string,
  ),
);
const SHARES = [0.3, 0.7, 1];
const OPTIONS: HostOptions = {
  environment: { BASH_ENV: "/usr/local/share/kill-points.sh" },
  settings: { CLIENTS: "geth lighthouse", USES_ENGINE_API: "true" },
};

/** Names of all scripts in the boot folder. */
export function bootScripts(): string[] {
  return readdirSync(BOOT).filter((file) => file.endsWith(".sh"));
}

/**
 * Boots once to count each step's commands; then boots a host in which each step is killed at some of them, until its client
 * runs all the same.
 */
export async function killEveryStep(bench: HostBench, prepareDisk: () => Promise<void>): Promise<TestHost> {
  const commands = await countCommands(bench);
  const points = BOOT_STEPS.flatMap((step) =>
    SHARES.map((share) => `${step} ${Math.ceil((commands[step] ?? 0) * share)}`),
  );
  const unique = [...new Set(points)];
  expect(unique.length).toBeGreaterThan(2 * BOOT_STEPS.length);
  await bench.useVolume();
  await prepareDisk();
  const host = await bench.host(OPTIONS);
  await host.copy("etc/test-host/kill-points", `${unique.join("\n")}\n`);
  for (const unit of ["fetch-boot-files", "ethereum-node"]) {
    await host.copy(`etc/systemd/system/${unit}.service.d/fast.conf`, "[Service]\nRestartSec=100ms\n");
  }
  await host.start();
  await host.untilClientRuns();
  // All that come after the format guard depend on the disk; those which a wait or a retry did not reach are few.
  const missed = (await host.exec("cat /etc/test-host/kill-points")).split("\n").filter((line) => line !== "");
  process.stdout.write(`killed ${unique.length - missed.length} times; not reached: ${missed.join(", ") || "none"}\n`);
  expect(new Set(host.kills().map((kill) => kill.split(" ")[1]))).toEqual(new Set(BOOT_STEPS));
  return host;
}

async function countCommands(bench: HostBench): Promise<Record<string, number>> {
  const host = await bench.host(OPTIONS);
  await host.copy("etc/test-host/kill-points", "");
  await host.start();
  await host.untilClientRuns();
  const counted = host.commands();
  await host.powerOff();
  await bench.terminate(host.instanceId);
  await bench.renewDisk();
  return counted;
}
