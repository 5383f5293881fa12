import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDebianPackages, howToInstall, missingPackages } from "../../machine/debian-packages";
import { PersonNeeded } from "../../machine/person-needed";
import { StateDir } from "../../machine/state-dir";

let state: StateDir;
const environment = { ...process.env };
let lines: string[];

/** A machine that has a shell and an apt-get, which notes how it was called, and nothing else. */
beforeEach(() => {
  state = new StateDir(mkdtempSync(path.join(tmpdir(), "packages-")));
  state.create();
  const bin = path.join(state.root, "bin");
  mkdirSync(bin);
  for (const [name, script] of Object.entries({
    "apt-get": `echo "$@" >>${state.root}/calls`,
    sh: `PATH=${bin} exec /bin/sh "$@"`,
  })) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  process.env.PATH = bin;
  lines = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => lines.push(line));
});
afterEach(() => {
  process.env = { ...environment };
  jest.restoreAllMocks();
  rmSync(state.root, { recursive: true });
});

const asUser = (id: number) => jest.spyOn(process, "getuid" as never).mockReturnValue(id as never);
const onDebian = existsSync("/etc/debian_version") ? test : test.skip;

test("finds what is missing by what each package brings", () => {
  expect(missingPackages(["shellcheck", "xfsprogs"])).toEqual(["shellcheck", "xfsprogs"]);
  writeFileSync(path.join(state.root, "bin", "shellcheck"), "");
  chmodSync(path.join(state.root, "bin", "shellcheck"), 0o755);
  expect(missingPackages(["shellcheck", "xfsprogs"])).toEqual(["xfsprogs"]);
});

onDebian("root gets them installed, told in a line each, with or without CI", async () => {
  asUser(0);
  delete process.env.CI;
  await ensureDebianPackages(state, ["shellcheck", "xfsprogs"]);
  expect(lines).toEqual([
    "installing shellcheck: checks of the shell scripts",
    "installing xfsprogs: xfs disks of the test hosts",
  ]);
  const [update, install] = readFileSync(path.join(state.root, "calls"), "utf8").split("\n");
  expect(update).toMatch(/^update/);
  expect(install).toMatch(/^install --yes .* shellcheck xfsprogs$/);
});

onDebian("other users get the commands to run, and nothing is run", async () => {
  asUser(1000);
  const refusal = ensureDebianPackages(state, ["shellcheck", "xfsprogs"]);
  await expect(refusal).rejects.toThrow(PersonNeeded);
  await expect(refusal).rejects.toThrow(
    "only root may install it: shellcheck xfsprogs; run\n  sudo apt-get update\n  sudo apt-get install --yes shellcheck xfsprogs",
  );
  expect(existsSync(path.join(state.root, "calls"))).toBe(false);
});

test("without Debian it says what to look for", () => {
  expect(howToInstall(["procps", "xfsprogs"], false)).toBe(
    "missing: ps (Debian: procps), xfs disks of the test hosts (Debian: xfsprogs); install them and put them on the PATH",
  );
});
