import { mkdirSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT, type StateDir } from "../../machine/state-dir";
import { runCommand } from "../../process/command";
import type { Session } from "../session";
import { labEnvironment } from "./terraform";

const TIMEOUT_SECONDS = 120;

/**
 * Synthesizes main.ts with the lab's layer on top.
 *
 * @param outFolder stands in for cdktf.out; the stacks are in its `stacks/`
 * @param settings ETHNODE_* variables that differ from the lab's own; an empty string unsets one
 */
export async function synthesize(
  state: StateDir,
  session: Session,
  outFolder: string = state.out,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  mkdirSync(outFolder, { recursive: true });
  await runCommand("node", ["--import", "tsx", path.join("lab", "app.ts")], {
    cwd: PROJECT_ROOT,
    // The context of cdktf.json is for AWS: its bucket does not exist here.
    env: { ...labEnvironment(state, session), ...settings, CDKTF_CONTEXT_JSON: "{}", CDKTF_OUTDIR: outFolder },
    logFile: state.log("synth"),
    timeoutSeconds: TIMEOUT_SECONDS,
  });
}
