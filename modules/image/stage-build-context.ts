import { chmodSync, copyFileSync, cpSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./files-below";
import { stagingFolder } from "./staging-folder";

/** A copy of the build context, with the user's chain specification where there is one, and readable by all whatever the checkout's umask. */
export function stageBuildContext(contextDirectory: string, chainSpecFile?: string): string {
  const directory = stagingFolder("build-context-");
  cpSync(contextDirectory, directory, { recursive: true });
  if (chainSpecFile !== undefined) {
    copyFileSync(chainSpecFile, path.join(directory, "chain", "chain.json"));
  }
  for (const file of filesBelow(directory)) {
    chmodSync(path.join(directory, file), 0o644);
  }
  return directory;
}
