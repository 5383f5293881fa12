import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const staged: string[] = [];

/** A new folder, gone when the process ends. */
export function stagingFolder(prefix: string): string {
  if (staged.length === 0) {
    process.once("exit", () => {
      for (const each of staged) {
        rmSync(each, { recursive: true, force: true });
      }
    });
  }
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  staged.push(folder);
  return folder;
}
