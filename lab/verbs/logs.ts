import type { StateDir } from "../../machine/state-dir";
import { UserError } from "../../process/user-error";
import { LocalAws } from "../emulator/local-aws";
import { NODE_STACK } from "../lab-settings";
import { requireRunningLab } from "../running-lab";
import { Terraform } from "../terraform/terraform";

const LINES = 200;

/** Prints what the client's containers logged to CloudWatch. */
export async function logs(state: StateDir): Promise<void> {
  const session = await requireRunningLab(state);
  const { log_group_name: group } = await new Terraform(state, session, state.stack(NODE_STACK)).outputs();
  if (typeof group !== "string") {
    throw new UserError(`stack ${NODE_STACK} has no output log_group_name yet: \`bin/lab up\` has not come that far`);
  }
  for (const { timestamp, message } of await new LocalAws(`http://localhost:${session.port}`).logEvents(group, LINES)) {
    console.log(`${new Date(timestamp).toISOString()}  ${message.trimEnd()}`);
  }
}
