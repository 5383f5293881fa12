import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eventually } from "../support/eventually";

const PROCESS = path.resolve(__dirname, "../../process");
const folder = mkdtempSync(path.join(tmpdir(), "interruption-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Counts its interruptions, and ends a moment after the first one. */
const COMMAND = `trap 'echo interrupted >>count' INT; echo >begun; until [[ -e count ]]; do sleep 0.1; done; sleep 0.5; echo >ended`;
const PROGRAM = `
import { runCommand } from ${JSON.stringify(`${PROCESS}/command`)};
import { listenForInterruption } from ${JSON.stringify(`${PROCESS}/interruption`)};
import { waitUntil } from ${JSON.stringify(`${PROCESS}/wait-until`)};
const said = (work: Promise<unknown>) => work.catch((error: Error) => console.log(error.message.split(";")[0]));
(async () => {
  listenForInterruption();
  await said(runCommand("bash", ["-c", ${JSON.stringify(COMMAND)}], { timeoutSeconds: 30 }));
  await said(runCommand("touch", ["after"], { timeoutSeconds: 30 }));
  await said(waitUntil(async () => undefined, { seconds: 30, what: "nothing" }));
})();
`;

test.each(["SIGINT", "SIGTERM"] as const)(
  "at %s the command at hand gets one interruption and ends in order, and nothing is begun after it",
  async (signal) => {
    for (const name of ["count", "begun", "ended"]) {
      rmSync(path.join(folder, name), { force: true });
    }
    const file = (name: string) => path.join(folder, name);
    writeFileSync(file("program.ts"), PROGRAM);
    const tsx = path.resolve(__dirname, "../../node_modules/tsx/dist/loader.mjs");
    const program = spawn("node", ["--import", tsx, file("program.ts")], { cwd: folder, stdio: ["ignore", "pipe", 2] });
    let output = "";
    program.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const closed = once(program, "close");
    await eventually("the command", 30, () => existsSync(file("begun")) || undefined);
    program.kill(signal);
    await closed;
    expect(output).toBe("interrupted\n".repeat(3));
    expect(readFileSync(file("count"), "utf8")).toBe("interrupted\n");
    expect([existsSync(file("ended")), existsSync(file("after"))]).toEqual([true, false]);
  },
);
