import { readFileSync } from "node:fs";
import path from "node:path";
import { SourceError } from "../source-error";
import { filesBelow } from "./files-below";

/**
 * Refuses a directory in which any file holds a carriage return: a Linux host looks for a program named `bash\r`, and never
 * boots.
 *
 * @throws SourceError that names the first such file, the rule and what to do.
 */
export function requireUnixLines(directory: string): void {
  const file = filesBelow(directory).find((name) => readFileSync(path.join(directory, name)).includes("\r"));
  if (file !== undefined) {
    throw new SourceError(
      `${path.join(directory, file)} must end its lines with a line feed alone; got a carriage return, which git writes where core.autocrlf is true: clone the project again with 'git clone --config core.autocrlf=false', or convert the file`,
    );
  }
}
