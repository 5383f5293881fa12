import { answerOf } from "./process/command";
import { LabError } from "./process/lab-error";

const TIMEOUT_SECONDS = 20;
const TERRAFORM = {
  name: "Terraform",
  minimum: "1.10",
  install: "install Terraform 1.10 or newer and put it on the PATH",
};
const PYTHON = {
  name: "Python",
  minimum: "3.11",
  install: "install Python 3.11 or newer with its venv module (Debian: python3-venv)",
};
const PYTHON_COMMANDS = ["python3", "python3.11", "python3.12", "python3.13", "python3.14"];

interface Tool {
  readonly name: string;
  readonly minimum: string;
  readonly install: string;
}

/** The tools of the machine that the lab found fit. */
export interface Tools {
  /** Command of a Python that can make virtual environments. */
  readonly python: string;
  readonly pythonVersion: string;
  readonly terraformVersion: string;
}

/** Finds Terraform and Python, or says in one line what to install. */
export async function findTools(): Promise<Tools> {
  // `-json` would ask for the newest version on the internet.
  const terraformVersion = await versionOf("terraform", ["version"], /^Terraform v(\S+)/m);
  const complaint = complaintAbout(TERRAFORM, terraformVersion);
  if (complaint !== undefined) {
    throw new LabError(complaint);
  }
  let found: string | undefined;
  for (const python of PYTHON_COMMANDS) {
    const version = await versionOf(
      python,
      ["-c", "import ensurepip, venv, platform; print(platform.python_version())"],
      /^(\S+)/,
    );
    if (version !== undefined && complaintAbout(PYTHON, version) === undefined) {
      return { python, pythonVersion: version, terraformVersion: terraformVersion as string };
    }
    found ??= version;
  }
  throw new LabError(complaintAbout(PYTHON, found) as string);
}

/** One line where the version found is none or too old; undefined where the tool will do. */
export function complaintAbout(tool: Tool, version: string | undefined): string | undefined {
  if (version === undefined) {
    return `${tool.name} is missing: ${tool.install}`;
  }
  return isAtLeast(version, tool.minimum) ? undefined : `${tool.name} ${version} is too old: ${tool.install}`;
}

/** Compares versions number by number: 1.9 is older than 1.10. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [got, wanted] = [version, minimum].map((text) =>
    text.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  for (const [index, number] of (wanted ?? []).entries()) {
    const difference = (got?.[index] ?? 0) - number;
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

async function versionOf(command: string, args: readonly string[], pattern: RegExp): Promise<string | undefined> {
  return pattern.exec((await answerOf(command, args, TIMEOUT_SECONDS)) ?? "")?.[1];
}
