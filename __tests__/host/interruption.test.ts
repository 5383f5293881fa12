import { HostBench } from "./support/host-bench";
import { BOOT_STEPS, bootScripts, killEveryStep } from "./support/kill-every-step";

jest.setTimeout(15 * 60_000);

describe("a host whose boot is killed in the middle of every step, again and again", () => {
  const bench = new HostBench();

  test("loses nothing of its disk and starts its client", async () => {
    let before = "";
    const host = await killEveryStep(bench, async () => {
      await bench.disk.fill("xfs");
      before = await bench.disk.treeHash();
    });
    expect(await bench.disk.treeHash()).toBe(before);
    expect(host.journal().join()).not.toContain("formatted");
  });
});

test("every script of the boot is a step or helps one", () => {
  expect(bootScripts()).toEqual(expect.arrayContaining(BOOT_STEPS));
  expect(BOOT_STEPS.length).toBeGreaterThan(8);
});
