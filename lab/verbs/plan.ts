import type { StateDir } from "../../machine/state-dir";
import { NODE_STACK, VAR_FILE } from "../lab-settings";
import { requireRunningLab } from "../running-lab";
import { synthesize } from "../terraform/synthesize";
import { Terraform } from "../terraform/terraform";

/** Shows what Terraform would change, as a reviewer sees it. */
export async function plan(state: StateDir, extraArguments: readonly string[]): Promise<void> {
  const session = await requireRunningLab(state);
  await synthesize(state, session);
  const stack = new Terraform(state, session, state.stack(NODE_STACK));
  await stack.init();
  await stack.run(["plan", "-input=false", `-var-file=${VAR_FILE}`, ...extraArguments], true);
}
