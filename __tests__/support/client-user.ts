import { readFileSync } from "node:fs";
import path from "node:path";

/** The user of the clients, as the image has it. */
export const CLIENT_ID = Number(/^ethereum:x:(\d+):/m.exec(read("docker/passwd"))?.[1]);
/** The same as owner of files. */
export const CLIENT_OWNER = `${CLIENT_ID}:${CLIENT_ID}`;

function read(file: string): string {
  return readFileSync(path.resolve(__dirname, "../..", file), "utf8");
}
