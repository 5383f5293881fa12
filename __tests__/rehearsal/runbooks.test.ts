import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../machine/state-dir";
import { LabUnderTest } from "../support/lab-under-test";
import { scriptOf, sign } from "./support/rehearsal";
import { REHEARSALS } from "./support/rehearsals";
import { CONVENTIONS, readBlocks, runbooks } from "./support/runbook";

/** One life of the stack, in the order in which an operator may need the runbooks. They build on each other. */
const RUNBOOK_SECONDS = 280;

const lab = new LabUnderTest();

beforeAll(() => {
  lab.lab("down");
  expect(lab.lab("up")).toMatchObject({ status: 0 });
});
afterAll(() => {
  lab.lab("down");
});

/** Runs a script in `bin/lab shell`, and says yes where a command asks. */
function runInShell(name: string, script: string) {
  const file = path.join(lab.state.run, `${name}.sh`);
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", `yes yes | timeout ${RUNBOOK_SECONDS} bin/lab shell bash "$0" 2>&1`, file],
    {
      cwd: PROJECT_ROOT,
      env: { ...lab.environment, CDKTF_AUTO_APPROVE: "true" },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  writeFileSync(path.join(lab.state.run, `${name}.log`), stdout + stderr);
  return { status, output: stdout + stderr };
}

test("every runbook is rehearsed", () => {
  expect(REHEARSALS.map(({ runbook }) => runbook).sort()).toEqual(runbooks().sort());
});

/** The runbook that failed: what the ones after it find is not what they need. */
let failed: string | undefined;

test.each(REHEARSALS)("$runbook: every command does its work in the lab's shell, or says why not", (rehearsal) => {
  const { runbook } = rehearsal;
  if (failed !== undefined) throw new Error(`not rehearsed, since ${failed} failed`);
  failed = runbook;
  const [definitions, ...conventions] = readBlocks(CONVENTIONS);
  const blocks = runbook === CONVENTIONS ? conventions : readBlocks(runbook);
  const toRun = blocks.filter(({ notRehearsed }) => notRehearsed === undefined);
  const { status, output } = runInShell(runbook, scriptOf(rehearsal, String(definitions?.code), toRun));
  // A failed comparison would show the status alone, and not what the shell said.
  if (status !== 0) throw new Error(`${runbook} ended with ${status}:\n${output.split("\n").slice(-40).join("\n")}`);
  expect(output.split("\n").filter((line) => line.startsWith("== block"))).toEqual(toRun.map(sign));
  failed = undefined;
});
