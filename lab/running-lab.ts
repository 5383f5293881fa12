import type { StateDir } from "../machine/state-dir";
import { UserError } from "../process/user-error";
import { Emulator } from "./emulator/emulator";
import { type ReadySession, requireSession } from "./session";

/** The session of a lab whose local AWS answers. */
export async function requireRunningLab(state: StateDir): Promise<ReadySession> {
  const session = requireSession(state);
  if (!(await new Emulator(state, session.port).isRunning())) {
    throw new UserError(
      `the local AWS of ${state.root} has ended and what it held with it: start anew with \`bin/lab up\``,
    );
  }
  return session;
}
