import { copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The build context with the user's chain specification in it; the context itself where there is none. */
export function stageBuildContext(contextDirectory: string, chainSpecFile: string | undefined): string {
  if (chainSpecFile === undefined) {
    return contextDirectory;
  }
  const staged = mkdtempSync(path.join(tmpdir(), "build-context-"));
  process.once("exit", () => rmSync(staged, { recursive: true, force: true }));
  cpSync(contextDirectory, staged, { recursive: true });
  copyFileSync(chainSpecFile, path.join(staged, "chain", "chain.json"));
  return staged;
}
