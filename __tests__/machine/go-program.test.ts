import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildGoProgram } from "../../machine/go-program";
import { StateDir } from "../../machine/state-dir";

/** A module proxy in a folder, with one program. */
const MAKE_PROXY = `
import os, sys, zipfile
versions = sys.argv[1] + "/example.test/hello/@v"
os.makedirs(versions)
files = {"go.mod": "module example.test/hello\\n\\ngo 1.21\\n", "main.go": "package main\\n\\nfunc main() { print(42) }\\n"}
with zipfile.ZipFile(versions + "/v1.0.0.zip", "w") as module:
    for name, text in files.items():
        module.writestr("example.test/hello@v1.0.0/" + name, text)
open(versions + "/v1.0.0.mod", "w").write(files["go.mod"])
open(versions + "/v1.0.0.info", "w").write('{"Version": "v1.0.0"}')
`;
const SUM = "h1:FJP4B21kRckJoMv4bqWv02dUB0+NunwcR1EkdPHD/8k=";
const { env } = process;
let state: StateDir;
let binary: string;
beforeEach(async () => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "go-")));
  mkdirSync(state.run);
  symlinkSync(StateDir.fromEnvironment().cache, state.cache);
  binary = path.join(state.root, "hello");
  const proxy = path.join(state.root, "proxy");
  expect(spawnSync(state.python, ["-c", MAKE_PROXY, proxy])).toMatchObject({ status: 0 });
  // A module cache that is not read-only can be removed.
  const go = {
    GOPROXY: `file://${proxy}`,
    GONOSUMDB: "*",
    GOMODCACHE: path.join(state.root, "mod"),
    GOFLAGS: "-modcacherw",
  };
  process.env = { ...env, ...go };
});
afterEach(() => {
  process.env = env;
  rmSync(state.root, { recursive: true });
});

const build = async (sum: string) => {
  const program = {
    module: "example.test/hello",
    version: "v1.0.0",
    sum,
    package: ".",
    buildArguments: [],
    compileSeconds: 200,
  };
  await buildGoProgram(state, program, binary, state.log("go"));
};

test("builds a module that has its sum", async () => {
  await build(SUM);
  expect(spawnSync(binary, { encoding: "utf8" }).stderr).toBe("42");
});

test("refuses a module with another sum in one line, and compiles nothing of it", async () => {
  await expect(build("h1:another")).rejects.toThrow(
    `example.test/hello@v1.0.0 must have the sum h1:another; got ${SUM}: nothing of it was compiled`,
  );
  expect(existsSync(binary)).toBe(false);
});
