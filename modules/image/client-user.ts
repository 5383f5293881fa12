import { readFileSync } from "node:fs";
import path from "node:path";
import { CLIENT_USER } from "../host-contract";
import { SourceError } from "../source-error";
import { DOCKER_DIRECTORY } from "./client-image-build";

/** The user of the clients as owner of files on the host, `<user number>:<group number>`: docker/passwd decides. */
export function clientOwner(): string {
  const passwd = readFileSync(path.join(DOCKER_DIRECTORY, "passwd"), "utf8");
  const [, user, group] = new RegExp(`^${CLIENT_USER}:x:([0-9]+):([0-9]+):`, "m").exec(passwd) ?? [];
  if (user === undefined) {
    throw new SourceError(`docker/passwd must have the user ${CLIENT_USER}; got ${JSON.stringify(passwd)}`);
  }
  return `${user}:${group}`;
}
