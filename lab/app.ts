import { existsSync, readFileSync } from "node:fs";
import { StateDir } from "../machine/state-dir";
import { requireSession } from "./session";
import { applyLabLayer } from "./terraform/lab-layer";
import { leaveSettingsOff } from "./terraform/terraform";

/**
 * The product's own app with the lab's layer on top, in the environment of `bin/lab shell`: there `npm run synth` and
 * `npx cdktf` run it in place of main.ts.
 */
async function main(): Promise<void> {
  const state = StateDir.fromEnvironment();
  const session = requireSession(state);
  leaveSettingsOff(session, process.env);
  process.env.CDKTF_OUTDIR ||= state.out;
  // main.ts would take the context of the project's cdktf.json, which is for AWS: its bucket does not exist here.
  process.env.CDKTF_CONTEXT_JSON ??= JSON.stringify(ownContext());
  require("../main");
  applyLabLayer(process.env.CDKTF_OUTDIR, state, session);
}

/** The context of the cdktf.json in the working folder. */
function ownContext(): object {
  return existsSync("cdktf.json") ? (JSON.parse(readFileSync("cdktf.json", "utf8")).context ?? {}) : {};
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
