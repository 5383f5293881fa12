import { existsSync } from "node:fs";
import path from "node:path";
import { buildGoProgram, type GoProgram } from "../../machine/go-program";
import { ensurePython } from "../../machine/python";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import type { StateDir } from "../../machine/state-dir";
import { step } from "../../process/progress";

/** Its package for Python downloads a program without a sum. */
const ACTIONLINT: GoProgram = {
  module: "github.com/rhysd/actionlint",
  version: "v1.7.12",
  sum: "h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=",
  package: "./cmd/actionlint",
  buildArguments: [],
  compileSeconds: 600,
};

/** Makes the linters ready; from then on they need no network. */
export async function prepareLinters(state: StateDir): Promise<void> {
  await step("checkov, hadolint, parliament and zizmor", async () => {
    const { command } = await ensurePython(state);
    await ensurePythonEnvironment(command, {
      folder: folder(state),
      requirements: path.resolve(__dirname, "../lint/requirements.txt"),
      logFile: state.log("linters"),
    });
  });
  await step("actionlint", async () => {
    if (!existsSync(actionlint(state))) {
      await buildGoProgram(state, ACTIONLINT, actionlint(state), state.log("linters"));
    }
  });
}

/** Where a program of theirs is. */
export function linter(state: StateDir, program: "checkov" | "hadolint" | "python" | "zizmor"): string {
  return path.join(folder(state), "bin", program);
}

/** Where actionlint is. */
export function actionlint(state: StateDir): string {
  return path.join(state.cache, "bin", `actionlint-${ACTIONLINT.version}`);
}

function folder(state: StateDir): string {
  return path.join(state.cache, "linters");
}
