import { spawnSync } from "node:child_process";
import path from "node:path";
import { EbsDisk } from "../../../host/support/ebs-disk";
import { BOOT_DIRECTORY } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

const PROGRAM = path.join(BOOT_DIRECTORY, "find-data.py");
const TIB = 2 ** 40;
const SAMPLE_BYTES = 16 << 10;
/** What EBS gives any gp3 volume, and an instance of the smallest recommended type its disk. */
const IOPS = 3_000;
const BYTES_A_SECOND = 156e6;

/** Answers, of the places that find-data.py reads on a disk of this size, how many they are, and which of these it misses. */
function look(size: number, wanted: readonly number[]): { count: number; missed: number[] } {
  const program = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("find_data", "${PROGRAM}")
find_data = importlib.util.module_from_spec(spec)
spec.loader.exec_module(find_data)
places = find_data.places(${size})
read = {place // find_data.SAMPLE_BYTES for place in places}
missed = [byte for byte in json.load(sys.stdin) if byte // find_data.SAMPLE_BYTES not in read]
print(json.dumps({"count": len(places), "missed": missed}))`;
  const { stdout, stderr } = spawnSync("python3", ["-B", "-c", program], {
    encoding: "utf8",
    input: JSON.stringify(wanted),
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

/** Where ext4 with sparse_super keeps copies of its superblock, and with sparse_super2, in its last group. */
function ext4Superblocks(size: number, blockBytes: number): number[] {
  const groupBytes = 8 * blockBytes * blockBytes;
  const groups = Math.ceil(size / groupBytes);
  const powers = [3, 5, 7].flatMap((base) => Array.from({ length: 12 }, (_, exponent) => base ** exponent));
  return [...powers, groups - 1]
    .filter((group) => group < groups)
    .map((group) => group * groupBytes + (blockBytes === 1024 ? 1024 : 0));
}

/** Where xfs keeps copies of its superblock: at the start of every allocation group. */
function xfsSuperblocks(size: number, groups: number): number[] {
  const groupBlocks = Math.min(Math.ceil(size / 4096 / groups), 2 ** 28 - 1);
  return Array.from({ length: Math.ceil(size / 4096 / groupBlocks) }, (_, group) => group * groupBlocks * 4096);
}

describe("find-data.py", () => {
  test.each([1, 2, 16, 64].map((tebibytes) => tebibytes * TIB))("of %d bytes reads", (size) => {
    const gibibytes = Array.from({ length: size / 2 ** 30 }, (_, index) => index * 2 ** 30);
    const ends = [0, (64 << 20) - 1, size - (64 << 20), size - 1];
    // ext4 of blocks of 1 KiB ends at 4 TiB, of 2 KiB at 8 TiB.
    const ext4 = [1024, 2048, 4096].filter((block) => size <= block * 2 ** 32).flatMap((b) => ext4Superblocks(size, b));
    const xfs = [1, 2, 3, 4, 8, 13, 32, 64].flatMap((groups) => xfsSuperblocks(size, groups));
    const { count, missed } = look(size, [...gibibytes, ...ends, ...ext4, ...xfs]);
    expect(missed).toEqual([]);
    const seconds = Math.max(count / IOPS, (count * SAMPLE_BYTES) / BYTES_A_SECOND);
    process.stdout.write(`${size / TIB} TiB: ${count} reads, ${seconds.toFixed(0)} s\n`);
    expect(seconds).toBeLessThan(190);
  });

  test("reads a disk of 8 GiB and less from end to end", () => {
    for (const size of [2 ** 30, 8 * 2 ** 30 - 512]) {
      expect(look(size, []).count).toBe(Math.ceil(size / SAMPLE_BYTES));
    }
  });
});

describeOnHost("find-data.py on a disk of 2 TiB", ["mkfs.xfs"], () => {
  let disk: EbsDisk;

  beforeEach(async () => {
    disk = await EbsDisk.create(2 << 20);
  });
  afterEach(() => disk.remove());

  const find = () => shell(`timeout 120 ${PROGRAM} ${disk.device}`);

  test("says that it is blank", async () => {
    const begun = Date.now();
    expect(await find()).toMatch(/^only zeros in \d+ places of 2199023255552 bytes$/);
    process.stdout.write(`2 TiB of zeros: ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
  });

  test.each([
    ["4 MiB at an odd place", "dd if=/dev/urandom of=DEVICE bs=1M count=4 seek=1234567 conv=notrunc status=none"],
    ["its last byte", "printf x | dd of=DEVICE bs=1 seek=$(((2 << 40) - 1)) conv=notrunc status=none"],
    // Its log would be a GiB of zeros.
    ["an xfs without its first GiB", "mkfs.xfs -q -K -l size=64m DEVICE; fallocate --punch-hole --length 1G BACKING"],
    ["an ext4 without its first GiB", "mkfs.ext4 -q -E nodiscard DEVICE; fallocate --punch-hole --length 1G BACKING"],
  ])("finds %s", async (_data, script) => {
    const backing = await shell(`losetup --noheadings --output BACK-FILE ${disk.device}`);
    await shell(`${script.replaceAll("DEVICE", disk.device).replaceAll("BACKING", backing)}; sync ${disk.device}`);
    expect(await find()).toMatch(/^data at byte \d+ or soon after it$/);
  });
});
