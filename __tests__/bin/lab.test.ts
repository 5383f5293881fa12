import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** A checkout with nothing installed, and in front of the PATH a node and an npm that answer as told. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "bin-"));
  for (const name of ["bin", "package.json", "package-lock.json"]) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  mkdirSync(path.join(folder, "path"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  const file = path.join(folder, "path", name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function run(command: string, ...args: string[]) {
  const env = { ...process.env, PATH: `${folder}/path:${process.env.PATH}`, LAB_STATE_DIR: "" };
  const { status, stdout, stderr } = spawnSync(path.join(folder, "bin", command), args, { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe.each(["lab", "test"])("bin/%s", (command) => {
  test.each([["--help"], ["-h"], ["help"], ["plan", "--help"]])(
    "prints its usage for %s and installs nothing",
    (...args) => {
      program("npm", "exit 1");
      expect(run(command, ...args)).toEqual({ status: 0, stdout: expect.stringContaining("usage: bin/"), stderr: "" });
    },
  );

  test.each([
    ["v18.20.1", "too old"],
    ["v20.8.1", "too old"],
    ["v27.0.0", "newer than any that was tried"],
  ])("refuses Node %s in one line that says which will do", (version, complaint) => {
    program("node", `echo ${version}`);
    expect(run(command, command === "lab" ? "up" : "types")).toMatchObject({
      status: 1,
      stderr: `${command}: Node ${version} is ${complaint}: install Node 20.9 to 26\n`,
    });
  });

  test("shows the last lines of a failed npm ci and where the rest is", () => {
    program("npm", "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do echo line $n; done; exit 1");
    const { status, stderr } = run(command, command === "lab" ? "up" : "types");
    expect(status).toBe(1);
    const [, log] = /npm ci failed \(see (.+)\)/.exec(stderr) ?? [];
    expect(stderr).toContain("  | line 16\n");
    expect(stderr).not.toContain("  | line 1\n");
    expect(readFileSync(path.resolve(folder, String(log)), "utf8")).toContain("line 1\n");
  });
});

test("bin/lab without a verb prints its usage and fails", () => {
  expect(run("lab")).toEqual({ status: 2, stdout: "", stderr: expect.stringContaining("usage: bin/lab") });
});

test("bin/test refuses a part that it does not know before it installs anything", () => {
  program("npm", "echo npm ran >&2; exit 1");
  const { status, stderr } = run("test", "unti");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^test: unknown part 'unti': must be one of end-to-end .*\n$/);
});
