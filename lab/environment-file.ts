import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Session } from "./session";
import type { StateDir } from "./state-dir";
import { labVariables } from "./terraform/terraform";

/** Path of the file that turns a shell to this lab: `. lab/.state/run/env`. */
export function environmentFile(state: StateDir): string {
  return path.join(state.run, "env");
}

/** Writes it for the session at hand. */
export function writeEnvironmentFile(state: StateDir, session: Session): void {
  const lines = Object.entries(labVariables(state, session)).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  writeFileSync(environmentFile(state), ["unset AWS_PROFILE AWS_SESSION_TOKEN\n", ...lines].join(""));
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
