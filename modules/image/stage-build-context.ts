import { chmodSync, copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { filesBelow } from "./files-below";

const staged: string[] = [];

/** A copy of the build context, with the user's chain specification where there is one, and readable by all whatever the checkout's umask. */
export function stageBuildContext(contextDirectory: string, chainSpecFile?: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), "build-context-"));
  removeAtExit(directory);
  cpSync(contextDirectory, directory, { recursive: true });
  if (chainSpecFile !== undefined) {
    copyFileSync(chainSpecFile, path.join(directory, "chain", "chain.json"));
  }
  for (const file of filesBelow(directory)) {
    chmodSync(path.join(directory, file), 0o644);
  }
  return directory;
}

function removeAtExit(directory: string): void {
  if (staged.length === 0) {
    process.once("exit", () => {
      for (const each of staged) {
        rmSync(each, { recursive: true, force: true });
      }
    });
  }
  staged.push(directory);
}
