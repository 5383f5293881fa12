import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./files-below";

/**
 * Image tag that changes exactly when the image would: with the path, the executable bit or the content of any file of
 * the build context, and with the build arguments.
 */
export function contentTag(contextDirectory: string, buildArgs: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(buildArgs));
  for (const file of filesBelow(contextDirectory)) {
    const absolute = path.join(contextDirectory, file);
    const executable = (statSync(absolute).mode & 0o100) !== 0;
    const content = createHash("sha256").update(readFileSync(absolute)).digest("hex");
    hash.update(`\n${file} ${executable ? "x" : "-"} ${content}`);
  }
  return hash.digest("hex").slice(0, 16);
}
