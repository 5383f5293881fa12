import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { firstRequirement, runPip } from "../../machine/pip";
import { StateDir } from "../../machine/state-dir";
import { makeHelloWheel } from "./support/hello-wheel";

const { python } = StateDir.fromEnvironment();

let folder: string;
let requirements: string;
let sum: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pip-"));
  requirements = path.join(folder, "requirements.txt");
  sum = makeHelloWheel(python, folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const install = () => {
  const args = ["install", "--no-index", "--find-links", folder, "--target", path.join(folder, "there")];
  return runPip(python, args, requirements, { timeoutSeconds: 50 });
};

test("installs what has the sum of the file", async () => {
  writeFileSync(requirements, `hello==1.0 --hash=sha256:${sum}\n`);
  await install();
  expect(existsSync(path.join(folder, "there", "hello.py"))).toBe(true);
});

test("refuses another sum in one line that names the package, the file and the sum got, and installs nothing", async () => {
  writeFileSync(requirements, `hello==1.0 --hash=sha256:${"0".repeat(64)}\n`);
  await expect(install()).rejects.toThrow(
    `hello==1.0 must have a SHA-256 sum that ${requirements} holds; got ${sum}: nothing of it was used`,
  );
  expect(existsSync(path.join(folder, "there"))).toBe(false);
});

test("refuses a package without a sum", async () => {
  writeFileSync(requirements, "hello==1.0\n");
  await expect(install()).rejects.toThrow(/require-hashes/);
  expect(existsSync(path.join(folder, "there"))).toBe(false);
});

test.each([
  "lab/emulator/requirements.txt",
  "machine/go.requirements.txt",
  "lab/terraform/provider.requirements.txt",
  "machine/aws-cli.requirements.txt",
])("%s holds a sum of each package", (file) => {
  const packages = readFileSync(path.resolve(__dirname, "../..", file), "utf8")
    .split(/^(?=\S+==)/m)
    .slice(1);
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter((text) => !/--hash=sha256:[0-9a-f]{64}/.test(text))).toEqual([]);
});

test("names the first package of a file", () => {
  writeFileSync(requirements, "# Made by: echo hello==2.0\nhello==1.0 \\\n    --hash=sha256:0\n");
  expect(firstRequirement(requirements)).toBe("hello==1.0");
});
