import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hashOf, pack, unpack } from "../../delivery/bundle";

const home = mkdtempSync(path.join(tmpdir(), "bundle-test-"));
afterAll(() => rmSync(home, { recursive: true }));

const ABOUT = {
  name: "mainnet-parity",
  stack: "mainnet-parity",
  commit: "1".repeat(40),
  tree: "2".repeat(40),
  tools: { engine: "Terraform 1.11.4", node: "v22.0.0", platform: "linux x64" },
  forbidden: [],
};
let count = 0;
function folder(...names: string[]): string {
  const made = path.join(home, String(count++));
  mkdirSync(path.join(made, "cdktf.out"), { recursive: true });
  for (const name of names) {
    writeFileSync(path.join(made, name), name);
  }
  return made;
}

test("the same content is the same bytes, whatever its order, time and umask", async () => {
  const names = ["plan.json", "plan.tfplan", "cdktf.out/a", "cdktf.out/b", "cdktf.out/B"];
  const one = folder(...names);
  const other = folder(...names.reverse());
  utimesSync(path.join(other, "plan.json"), 1, 1);
  chmodSync(path.join(other, "cdktf.out/a"), 0o600);
  const [first, second] = [await pack(one, ABOUT), await pack(other, ABOUT)];
  expect(hashOf(first)).toBe(hashOf(second));
  expect(hashOf(await pack(folder(...names, "cdktf.out/c"), ABOUT))).not.toBe(hashOf(first));
  const executable = folder(...names);
  chmodSync(path.join(executable, "cdktf.out/a"), 0o700);
  expect(hashOf(await pack(executable, ABOUT))).not.toBe(hashOf(first));
});

test("comes out as it went in, with its modes", async () => {
  const made = folder("plan.json", "cdktf.out/run.sh");
  chmodSync(path.join(made, "cdktf.out/run.sh"), 0o755);
  const out = folder();
  expect(await unpack(await pack(made, ABOUT), out)).toMatchObject({ format: 1, ...ABOUT });
  expect(readFileSync(path.join(out, "plan.json"), "utf8")).toBe("plan.json");
  const modes = ["plan.json", "manifest.json", "cdktf.out/run.sh"].map(
    (name) => statSync(path.join(out, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o600, 0o755]);
});

test("a link, which would lead elsewhere on another machine, is refused", async () => {
  const made = folder("plan.json");
  symlinkSync("/etc/hostname", path.join(made, "cdktf.out", "link"));
  await expect(pack(made, ABOUT)).rejects.toThrow(
    "a bundle must hold files and folders alone; got another kind, cdktf.out/link",
  );
});

test("files other than those of the manifest are refused, and so is a bundle without one", async () => {
  const bytes = await pack(folder("plan.json"), ABOUT);
  // A file that was there before stands for one that the archive brings.
  await expect(unpack(bytes, folder("more"))).rejects.toThrow(
    "the bundle must hold the files of its manifest.json; got others",
  );
  await expect(unpack(Buffer.alloc(10_240), folder())).rejects.toThrow(
    "the bundle must have a manifest.json of this project's format 1; got another or none",
  );
});
