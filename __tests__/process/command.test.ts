import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { answerOf, runCommand } from "../../process/command";
import { UserError } from "../../process/user-error";

let logFile: string;
beforeEach(() => {
  logFile = path.join(mkdtempSync(path.join(tmpdir(), "command-")), "step.log");
});
afterEach(() => rmSync(path.dirname(logFile), { recursive: true }));

const shell = (script: string, timeoutSeconds = 10) => runCommand("sh", ["-c", script], { timeoutSeconds, logFile });

test("a step that failed shows the last lines of its log, and where all of it is", async () => {
  const failure = shell("seq 1 40; exit 3");
  await expect(failure).rejects.toThrow(UserError);
  await expect(failure).rejects.toThrow(`exited with 3 (see ${logFile})\n  | 26\n  | 27\n`);
  await expect(failure).rejects.toThrow(/\n {2}\| 40$/);
  expect(readFileSync(logFile, "utf8")).toContain("\n1\n2\n");
});

test("what a failed step said on stderr comes before what it said else", async () => {
  await expect(shell("echo progress; echo reason >&2; exit 1")).rejects.toThrow(/log\)\n {2}\| reason$/);
});

test("a step that took too long shows its last lines as well", async () => {
  await expect(shell("echo waiting for a lock; exec sleep 30", 1)).rejects.toThrow(
    `did not end within 1 s (see ${logFile})\n  | waiting for a lock`,
  );
});

test("a command that is missing is named, without a stack trace", async () => {
  const failure = runCommand("no-such-program", [], { timeoutSeconds: 10 });
  await expect(failure).rejects.toThrow(UserError);
  await expect(failure).rejects.toThrow("`no-such-program` must be installed and on the PATH");
  expect(await answerOf("no-such-program", [], 10)).toBeUndefined();
});
