import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DetachedProcess } from "../../process/detached-process";
import { eventually } from "../support/eventually";

const SIGN = "the-server-of-this-test";

let folder: string;
let pidFile: string;
let server: DetachedProcess;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "detached-"));
  pidFile = path.join(folder, "server.pid");
  server = new DetachedProcess(pidFile, SIGN);
});
afterEach(async () => {
  await server.stop(0);
  rmSync(folder, { recursive: true });
});

const logFile = () => path.join(folder, "server.log");
/** Starts a shell under that name, and waits for its first word. */
async function start(script: string): Promise<void> {
  server.start("bash", ["-c", `echo ready; ${script}`, SIGN], { logFile: logFile() });
  await eventually("the server", 10, () => readFileSync(logFile(), "utf8").includes("ready") || undefined);
}

test("a server that ends when asked to is gone, and so is its pid file", async () => {
  await start("trap 'echo ended; exit' TERM; while sleep 0.1; do :; done");
  expect(await server.isRunning()).toBe(true);
  await server.stop(10);
  expect(await server.isRunning()).toBe(false);
  expect(readFileSync(logFile(), "utf8")).toContain("ended");
  expect(existsSync(pidFile)).toBe(false);
});

test("one that does not is ended by force", async () => {
  await start("trap '' TERM; while sleep 0.1; do :; done");
  const pid = Number(readFileSync(pidFile, "utf8"));
  await server.stop(0.5);
  await eventually("the end of the server", 10, () => !existsSync(`/proc/${pid}`) || undefined);
});

test("a stranger who has got its process id lives on", async () => {
  const stranger: ChildProcess = spawn("sleep", ["60"]);
  try {
    writeFileSync(pidFile, String(stranger.pid));
    expect(await server.isRunning()).toBe(false);
    await server.stop(1);
    expect(existsSync(pidFile)).toBe(false);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  } finally {
    stranger.kill();
    await once(stranger, "exit");
  }
});
