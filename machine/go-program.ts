import { mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../process/command";
import { UserError } from "../process/user-error";
import { ensureGo } from "./go";
import type { StateDir } from "./state-dir";

const DOWNLOAD_SECONDS = 300;

/** A program in a Go module. */
export interface GoProgram {
  readonly module: string;
  /** With its v. */
  readonly version: string;
  /** As a go.sum has it; the module's own go.sum in turn holds those of all that it needs. */
  readonly sum: string;
  /** Folder of the program in the module. */
  readonly package: string;
  readonly buildArguments: readonly string[];
  readonly compileSeconds: number;
}

/**
 * Builds a static binary of the program.
 *
 * @throws UserError where the module is not the one that the sum is of; nothing of it was compiled then
 */
export async function buildGoProgram(
  state: StateDir,
  program: GoProgram,
  binary: string,
  logFile: string,
): Promise<void> {
  const { module, sum, version } = program;
  const go = await ensureGo(state, logFile);
  const download = ["mod", "download", "-json", `${module}@${version}`];
  const { stdout } = await runCommand(go, download, { timeoutSeconds: DOWNLOAD_SECONDS, logFile, cwd: state.run });
  const { Dir: folder, Sum: got } = JSON.parse(stdout);
  if (got !== sum) {
    throw new UserError(`${module}@${version} must have the sum ${sum}; got ${got}: nothing of it was compiled`);
  }
  mkdirSync(path.dirname(binary), { recursive: true });
  const unfinished = `${binary}.part`;
  // In the module's own folder: `go install` would neither go by its go.sum nor take a module with replacements.
  await runCommand(
    go,
    ["build", "-trimpath", "-buildvcs=false", ...program.buildArguments, "-o", unfinished, program.package],
    {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
      timeoutSeconds: program.compileSeconds,
      logFile,
    },
  );
  // Last, so that a program that exists is a whole one.
  renameSync(unfinished, binary);
}
