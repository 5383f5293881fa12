import { copyFileSync, cpSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "./temporary-folder";

/** The build context with the user's chain specification in it; the context itself where there is none. */
export function stageBuildContext(contextDirectory: string, chainSpecFile: string | undefined): string {
  if (chainSpecFile === undefined) {
    return contextDirectory;
  }
  const staged = temporaryFolder("build-context-");
  cpSync(contextDirectory, staged, { recursive: true });
  copyFileSync(chainSpecFile, path.join(staged, "chain", "chain.json"));
  return staged;
}
