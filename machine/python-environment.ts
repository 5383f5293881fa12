import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
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

/** Makes the virtual environment where it is missing, has moved, or holds other packages than its requirements. */
export async function ensurePythonEnvironment(python: string, environment: PythonEnvironment): Promise<void> {
  const { requirements, logFile } = environment;
  mkdirSync(environment.folder, { recursive: true });
  // Its programs name their interpreter by its path: one that led through a link would be lost with the link.
  const folder = realpathSync(environment.folder);
  const stamp = path.join(folder, "made-of");
  const wanted = `${createHash("sha256").update(readFileSync(requirements)).digest("hex")} ${folder}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  const options = { timeoutSeconds: INSTALL_SECONDS, logFile };
  await runCommand(python, ["-m", "venv", "--clear", folder], options);
  await runPip(path.join(folder, "bin", "python"), ["install"], requirements, options);
  // Last, so that an environment with a stamp is a whole one.
  writeFileSync(stamp, wanted);
}
