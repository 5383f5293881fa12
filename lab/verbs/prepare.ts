import { Emulator } from "../emulator/emulator";
import { ensureDockerEngine } from "../host/docker-engine";
import { ensureGethBaseImage } from "../host/geth-base-image";
import { step } from "../process/progress";
import { findTools } from "../requirements";
import { openSession } from "../session";
import type { StateDir } from "../state-dir";

/** Does what takes minutes ahead of `up`, or of the tests: downloads and builds, and starts nothing but a missing engine. */
export async function prepare(state: StateDir): Promise<void> {
  const tools = await step("Terraform, Python", findTools);
  state.create();
  await step("Docker Engine", (note) => ensureDockerEngine(state, note));
  await step("Python packages of the local AWS", () =>
    new Emulator(state, openSession(state).port).install(tools.python),
  );
  await step("base image of the client", (note) => ensureGethBaseImage(state, note));
}
