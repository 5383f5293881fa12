import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../process/command";

const INSTALL_SECONDS = 600;

/** What a virtual environment is made of. */
export interface PythonEnvironment {
  readonly folder: string;
  /** File with every package and its version. */
  readonly requirements: string;
  /** More options of `pip install`. @default none */
  readonly pipOptions?: readonly string[];
  readonly logFile: string;
}

/** Makes the virtual environment where it is missing or holds other packages than its requirements. */
export async function ensurePythonEnvironment(python: string, environment: PythonEnvironment): Promise<void> {
  const { folder, requirements, pipOptions = [], logFile } = environment;
  const stamp = path.join(folder, "requirements.sha256");
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  const options = { timeoutSeconds: INSTALL_SECONDS, logFile };
  await runCommand(python, ["-m", "venv", "--clear", folder], options);
  const install = ["-m", "pip", "install", "--quiet", "--requirement", requirements, ...pipOptions];
  await runCommand(path.join(folder, "bin", "python"), install, options);
  // Last, so that an environment with a stamp is a whole one.
  writeFileSync(stamp, wanted);
}
