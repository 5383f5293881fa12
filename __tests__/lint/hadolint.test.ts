import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT, StateDir } from "../../machine/state-dir";
import { tryCommand } from "../../process/command";
import { linter } from "../support/linters";

const TIMEOUT_SECONDS = 30;
// hadolint is quick, but its program of 55 MB is slow to load on a busy machine.
const IGNORE = /^#\s*hadolint\s+(global\s+)?ignore=/;

/** Every Dockerfile of the project, those that are not committed yet included. */
const dockerfiles = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: PROJECT_ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /^(Dockerfile|Containerfile)|\.(dockerfile|containerfile)$/i.test(path.basename(file)));

/** What hadolint finds in a Dockerfile, a line each. */
async function findings(file: string): Promise<string[]> {
  const args = ["--format", "json", "--no-color", "--failure-threshold", "style", file];
  // Its own folder, and no home: no settings but those of the command line.
  const options = { timeoutSeconds: TIMEOUT_SECONDS, cwd: path.dirname(file), env: { PATH: process.env.PATH } };
  const { exitCode, stdout } = await tryCommand(linter(StateDir.fromEnvironment(), "hadolint"), args, options);
  const found = (JSON.parse(stdout) as { code: string; line: number; message: string }[]).map(
    ({ code, line, message }) => `${code} in line ${line}: ${message}`,
  );
  expect(exitCode).toBe(found.length === 0 ? 0 : 1);
  return found;
}

test("the Dockerfiles of the images and of the lab are looked at", () => {
  expect(dockerfiles).toEqual(
    expect.arrayContaining(["docker/Dockerfile", "monitor/Dockerfile", "lab/client/geth-base.Dockerfile"]),
  );
});

describe.each(dockerfiles)("%s", (file) => {
  const lines = readFileSync(path.join(PROJECT_ROOT, file), "utf8").split("\n");

  test("has no finding", async () => {
    expect(lines.filter((line) => /^FROM /.test(line)).length).toBeGreaterThan(0);
    expect(await findings(path.join(PROJECT_ROOT, file))).toEqual([]);
  });

  test("gives a reason above each rule that a line ignores, and ignores none everywhere", () => {
    for (const [index, line] of lines.entries()) {
      if (IGNORE.test(line)) {
        expect(line).not.toContain("global");
        expect(lines[index - 1]).toMatch(/^# \d{4}-\d{2}-\d{2}: .{20,}/);
      }
    }
  });
});

test.each([
  ["a tag that moves", "FROM busybox:latest\n", ["DL3007 in line 1"]],
  [
    "a relative folder and root",
    "FROM busybox:1.37.0\nWORKDIR app\nUSER root\n",
    ["DL3000 in line 2", "DL3002 in line 3", "DL3066 in line 3"],
  ],
  ["a shell script with a mistake", "FROM busybox:1.37.0\nRUN rm $HOME/x\n", ["SC2086 in line 2"]],
  ["what is no Dockerfile", "FORM busybox\n", ["DL1000 in line 1"]],
])("finds %s", async (_, dockerfile, expected) => {
  const folder = mkdtempSync(path.join(tmpdir(), "hadolint-"));
  try {
    writeFileSync(path.join(folder, "Dockerfile"), dockerfile);
    const found = await findings(path.join(folder, "Dockerfile"));
    expect(found.map((line) => line.split(":")[0])).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
