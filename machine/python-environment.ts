import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../process/command";
import { runPip } from "./pip";

const INSTALL_SECONDS = 600;

/** What a virtual environment is made of. */
export interface PythonEnvironment {
  readonly folder: string;
  /** File with every package, its version and its sums. */
  readonly requirements: string;
  readonly logFile: string;
}

/** Makes the virtual environment where it is missing or holds other packages than its requirements. */
export async function ensurePythonEnvironment(python: string, environment: PythonEnvironment): Promise<void> {
  const { folder, requirements, logFile } = environment;
  const stamp = path.join(folder, "requirements.sha256");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  const options = { timeoutSeconds: INSTALL_SECONDS, logFile };
  await runCommand(python, ["-m", "venv", "--clear", folder], options);
  await runPip(path.join(folder, "bin", "python"), ["install"], requirements, options);
  // Last, so that an environment with a stamp is a whole one.
  writeFileSync(stamp, wanted);
}
