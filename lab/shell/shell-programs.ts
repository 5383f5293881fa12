import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensurePythonEnvironment } from "../../machine/python-environment";
import type { StateDir } from "../../machine/state-dir";
import type { ReadySession } from "../session";

const AWS_CLI = path.join(__dirname, "../../machine/aws-cli.requirements.txt");

/** Makes the programs that the runbooks call and this machine may lack. Answers the folder, which goes first in the PATH. */
export async function ensureShellPrograms(state: StateDir, session: ReadySession): Promise<string> {
  const awsCli = path.join(state.cache, "aws-cli");
  await ensurePythonEnvironment(state.python, {
    folder: awsCli,
    requirements: AWS_CLI,
    logFile: state.log("aws-cli"),
  });
  const folder = path.join(state.run, "bin");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  symlinkSync(path.join(awsCli, "bin", "aws"), path.join(folder, "aws"));
  const { command } = session.provider.terraform;
  if (command !== "terraform") {
    writeFileSync(path.join(folder, "terraform"), `#!/bin/sh\nexec '${command}' "$@"\n`, { mode: 0o755 });
  }
  return folder;
}
