import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./files-below";
import { requireUnixLines } from "./require-unix-lines";
import { temporaryFolder } from "./temporary-folder";
import { withoutComments } from "./without-comments";

/** The scripts and units of a directory as the host gets them: user data has room for 16 KB, and none for comments. */
export function stageBootFiles(directory: string): string {
  requireUnixLines(directory);
  const staged = temporaryFolder("boot-files-");
  for (const file of filesBelow(directory)) {
    const text = readFileSync(path.join(directory, file), "utf8");
    writeFileSync(path.join(staged, file), withoutComments(path.extname(file), text));
  }
  return staged;
}
