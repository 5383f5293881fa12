import { rmSync } from "node:fs";
import path from "node:path";
import { Emulator } from "../../../lab/emulator/emulator";
import { forgetSession } from "../../../lab/session";
import { StateDir } from "../../../machine/state-dir";
import { HOST_STACK_FILE, readHostStack } from "./host-stack";

export default async function globalTeardown(): Promise<void> {
  const state = StateDir.fromEnvironment();
  await new Emulator(state, readHostStack().emulatorPort).stop();
  state.forgetStacks();
  forgetSession(state);
  rmSync(path.dirname(process.env[HOST_STACK_FILE] ?? ""), { recursive: true });
}
