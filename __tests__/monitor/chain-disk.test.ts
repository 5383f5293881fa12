import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { ChainDisk } from "../../monitor/chain-disk";

test("counts as df does", async () => {
  const problems: string[] = [];
  const disk = await new ChainDisk(tmpdir(), 10_000).observe(problems);
  const columns = ["--output=size,pcent,ipcent", "--block-size=1", tmpdir()];
  const [size, percent, inodes] =
    execFileSync("df", columns, { encoding: "utf8" }).split("\n")[1]?.trim().split(/\s+/) ?? [];
  expect(problems).toEqual([]);
  expect(disk?.totalBytes).toBe(Number(size));
  // df rounds up, and other programs write meanwhile.
  expect(Math.abs((disk?.usedPercent ?? 0) - Number.parseInt(percent ?? "", 10))).toBeLessThanOrEqual(1.5);
  expect(Math.abs((disk?.inodesUsedPercent ?? 0) - Number.parseInt(inodes ?? "", 10))).toBeLessThanOrEqual(1.5);
});

test("a directory that is not there is a problem, and no failure", async () => {
  const problems: string[] = [];
  expect(await new ChainDisk("/nowhere", 10_000).observe(problems)).toBeNull();
  expect(problems).toEqual([expect.stringContaining("chain disk: ENOENT")]);
});
