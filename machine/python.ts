import { answerOf } from "../process/command";
import { type DebianPackage, ensureDebianPackages } from "./debian-packages";
import { PersonNeeded } from "./person-needed";
import type { StateDir } from "./state-dir";
import { isAtLeast } from "./version";

const TIMEOUT_SECONDS = 20;
const MINIMUM = "3.11";
const COMMANDS = ["python3", "python3.11", "python3.12", "python3.13", "python3.14"];

/** A Python that can make virtual environments. */
export interface Python {
  readonly command: string;
  readonly version: string;
}

/** Finds a Python; root gets Debian's where there is none. */
export async function ensurePython(state: StateDir): Promise<Python> {
  const found = await findPython();
  if (found !== undefined) {
    return found;
  }
  await ensureDebianPackages(state, await pythonPackages());
  const installed = await findPython();
  if (installed === undefined) {
    throw new PersonNeeded(`Python must be ${MINIMUM} or newer, with its venv module: this machine's python3 is not`);
  }
  return installed;
}

/** The package with Python's venv module, where no fit Python has one. */
export async function pythonPackages(): Promise<readonly DebianPackage[]> {
  return (await findPython()) === undefined ? ["python3-venv"] : [];
}

async function findPython(): Promise<Python | undefined> {
  const program = "import ensurepip, venv, platform; print(platform.python_version())";
  for (const command of COMMANDS) {
    const version = await answerOf(command, ["-c", program], TIMEOUT_SECONDS);
    if (version !== undefined && isAtLeast(version, MINIMUM)) {
      return { command, version };
    }
  }
  return undefined;
}
