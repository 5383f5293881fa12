import { HostBench } from "./support/host-bench";
import { killEveryStep } from "./support/kill-every-step";

jest.setTimeout(15 * 60_000);

const bench = new HostBench();

test("a host with a blank disk, killed in the middle of every step of its boot, formats it once and starts its client", async () => {
  const host = await killEveryStep(bench, async () => {});
  expect(await host.exec("findmnt -no FSTYPE /data")).toBe("xfs");
  expect(await bench.tag()).toBe("true");
  expect(await bench.disk.inside('ls "$disk"')).toBe("engine-api\ngeth\nlighthouse\nmonitor");
  expect(await host.exec("cat /data/engine-api/jwt-secret")).toMatch(/^[0-9a-f]{64}$/);
});
