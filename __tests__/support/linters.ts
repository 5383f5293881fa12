import path from "node:path";
import { ensurePython } from "../../machine/python";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import type { StateDir } from "../../machine/state-dir";
import { step } from "../../process/progress";

/** Makes checkov and hadolint ready; from then on they need no network. */
export async function prepareLinters(state: StateDir): Promise<void> {
  await step("checkov and hadolint", async () => {
    const { command } = await ensurePython(state);
    await ensurePythonEnvironment(command, {
      folder: folder(state),
      requirements: path.resolve(__dirname, "../lint/requirements.txt"),
      logFile: state.log("linters"),
    });
  });
}

/** Where a program of these is. */
export function linter(state: StateDir, program: "checkov" | "hadolint"): string {
  return path.join(folder(state), "bin", program);
}

function folder(state: StateDir): string {
  return path.join(state.cache, "linters");
}
