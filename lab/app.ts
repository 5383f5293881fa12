import { requireSession } from "./session";
import { StateDir } from "./state-dir";
import { applyLabLayer } from "./terraform/lab-layer";
import { labEnvironment } from "./terraform/terraform";

/**
 * The product's own app with the lab's layer on top: `npx cdktf deploy --app 'node --import tsx lab/app.ts' …` is the users'
 * command line against the local AWS.
 */
async function main(): Promise<void> {
  const state = StateDir.fromEnvironment();
  const session = requireSession(state);
  Object.assign(process.env, labEnvironment(state, session));
  process.env.CDKTF_OUTDIR ||= state.out;
  require("../main");
  applyLabLayer(process.env.CDKTF_OUTDIR, state, session);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
