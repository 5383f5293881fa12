import { Emulator } from "./emulator/emulator";
import { LabError } from "./process/lab-error";
import { type ReadySession, requireSession } from "./session";
import type { StateDir } from "./state-dir";

/** The session of a lab whose local AWS answers. */
export async function requireRunningLab(state: StateDir): Promise<ReadySession> {
  const session = requireSession(state);
  if (!(await new Emulator(state, session.port).isRunning())) {
    throw new LabError(
      `the local AWS of ${state.root} has ended and what it held with it: start anew with \`bin/lab up\``,
    );
  }
  return session;
}
