import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

describeOnHost("pause-after-failures.sh", ["unshare"], () => {
  let host: BootHost;
  const record = () => path.join(host.directory, "run/ethereum-node-host/disk-failures");

  beforeEach(async () => {
    host = new BootHost({ CHAIN_DISK_PAUSE_SECONDS: "1" });
    await host.prepare();
    host.settings.VOLUME_ID = "vol-0a";
  });
  afterEach(() => host.remove());

  /** The pause after so many failures, and how long it took. */
  async function pauseAfter(failures: number) {
    mkdirSync(path.dirname(record()), { recursive: true });
    writeFileSync(record(), `${failures} 100\nits device is gone\n`);
    const begun = Date.now();
    const result = await host.boot("pause-after-failures.sh");
    return { ...result, seconds: (Date.now() - begun) / 1000 };
  }

  test("does not wait where the disk never failed, nor after the first time, which may be a moment's", async () => {
    expect(await host.boot("pause-after-failures.sh")).toMatchObject({ status: 0, stderr: "" });
    expect(await pauseAfter(1)).toMatchObject({ status: 0, stderr: "" });
  });

  test.each([
    [2, 1],
    [3, 2],
    [4, 4],
  ])("after %i failures waits %i s, and says so", async (failures, pause) => {
    const { seconds, status, stderr } = await pauseAfter(failures);
    expect([status, stderr]).toEqual([
      0,
      `pause-after-failures: waiting ${pause} s: vol-0a failed ${failures} times in a row\n`,
    ]);
    expect(seconds).toBeGreaterThanOrEqual(pause);
    expect(existsSync(record())).toBe(true);
  });

  test("after the sixth in a row refuses, names the last reason, and begins anew for the person who starts it", async () => {
    expect(await pauseAfter(6)).toMatchObject({
      status: 78,
      stderr:
        "pause-after-failures: refused: vol-0a must work for an hour, but failed 6 times in a row, last: its device is gone\n",
    });
    expect(existsSync(record())).toBe(false);
    expect(await host.boot("pause-after-failures.sh")).toMatchObject({ status: 0, stderr: "" });
  });
});
