import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import { StateDir } from "../../machine/state-dir";
import { makeHelloWheel } from "./support/hello-wheel";

const { python } = StateDir.fromEnvironment();
let folder: string;
let requirements: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "python-environment-"));
  requirements = path.join(folder, "requirements.txt");
  writeFileSync(requirements, `hello==1.0 --hash=sha256:${makeHelloWheel(python, folder)}\n`);
  Object.assign(process.env, { PIP_NO_INDEX: "1", PIP_FIND_LINKS: folder });
  mkdirSync(path.join(folder, "cache"));
});
afterEach(() => {
  delete process.env.PIP_NO_INDEX;
  delete process.env.PIP_FIND_LINKS;
  rmSync(folder, { recursive: true });
});

const ensure = (place: string) =>
  ensurePythonEnvironment(python, {
    folder: path.join(folder, place, "hello"),
    requirements,
    logFile: path.join(folder, "log"),
  });
const hello = (place: string) => execFileSync(path.join(folder, place, "hello/bin/hello"), { encoding: "utf8" });

test("is made once, and anew for other requirements", async () => {
  await ensure("cache");
  expect(hello("cache")).toBe("hello\n");
  const made = () => statSync(path.join(folder, "cache/hello/pyvenv.cfg")).mtimeMs;
  const first = made();
  await ensure("cache");
  expect(made()).toBe(first);
  writeFileSync(requirements, "# Nothing at all.\n");
  await ensure("cache");
  expect(existsSync(path.join(folder, "cache/hello/bin/hello"))).toBe(false);
});

test("made through a link, runs when the link is gone", async () => {
  symlinkSync(path.join(folder, "cache"), path.join(folder, "link"));
  await ensure("link");
  rmSync(path.join(folder, "link"));
  await ensure("cache");
  expect(hello("cache")).toBe("hello\n");
});

test("runs where its folder was moved, as a project's may be", async () => {
  await ensure("cache");
  renameSync(path.join(folder, "cache"), path.join(folder, "moved"));
  await ensure("moved");
  expect(hello("moved")).toBe("hello\n");
});
