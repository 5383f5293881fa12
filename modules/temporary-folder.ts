import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folders: string[] = [];

/** A new folder that lives as long as this process. */
export function temporaryFolder(prefix: string): string {
  if (folders.length === 0) {
    process.once("exit", () => {
      for (const folder of folders) {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  folders.push(folder);
  return folder;
}
