import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { withoutComments } from "../../../modules/node/without-comments";

const BOOT_DIRECTORY = path.resolve(__dirname, "../../../modules/node/boot");
const textOf = (file: string) => readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
const files = (...endings: string[]) =>
  readdirSync(BOOT_DIRECTORY).filter((file) => endings.includes(path.extname(file)));

const folder = mkdtempSync(path.join(tmpdir(), "without-comments-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash makes of a script: its commands without comments, its strings and heredocs to the letter. */
function asBashReadsIt(script: string) {
  const file = path.join(folder, "script.sh");
  writeFileSync(file, script);
  const { status, stderr, stdout } = spawnSync("bash", ["--pretty-print", file], { encoding: "utf8" });
  // Blank lines of its own stand where comments were, between commands and never in a string that these scripts have.
  return { status, stderr, commands: stdout.replace(/\n+/g, "\n").trim() };
}

test("bash reads the same commands in every script, and nothing amiss", () => {
  const scripts = files(".sh");
  expect(scripts.length).toBeGreaterThanOrEqual(30);
  for (const file of scripts) {
    const short = asBashReadsIt(withoutComments(textOf(file)));
    expect({ file, ...short }).toEqual({ file, ...asBashReadsIt(textOf(file)) });
    expect({ file, status: short.status, stderr: short.stderr }).toEqual({ file, status: 0, stderr: "" });
  }
});

test("no comment and no blank line is left but in a heredoc, nor is the first line of a program lost", () => {
  const texts = files(".sh", ".service", ".timer", ".conf").map((file) => [
    textOf(file),
    withoutComments(textOf(file)),
  ]);
  for (const [before, after] of texts as [string, string][]) {
    const left = after
      .replace(/<<([A-Z]+)\n[\s\S]*?\n\1$/gm, "")
      .split("\n")
      .slice(1, -1);
    expect(left.filter((line) => /^\s*(#|$)/.test(line))).toEqual([]);
    expect(after.startsWith("#!")).toBe(before.startsWith("#!"));
  }
});

test("units say the same, without their comments", () => {
  for (const file of files(".service", ".timer", ".conf")) {
    const lines = textOf(file)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(withoutComments(textOf(file))).toBe(`${lines.join("\n")}\n`);
  }
});
