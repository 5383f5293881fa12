import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "../process/user-error";
import { NEEDED_VARIABLES, type VariableValues } from "./plan-of-deploy";

const TIMEOUT_MILLISECONDS = 60_000;

/** Variables that have values no rule allows, or files that cannot be read: in Terraform's own words. */
export class BadVariables extends UserError {}

/**
 * The values of the variables as Terraform itself reads them: defaults, TF_VAR_*, files and arguments. Only the stack's
 * `variable` blocks are there, so that no provider is needed.
 *
 * @param stackFile the synthesized stack
 * @param options --var-file=… and --var=…, in their order
 */
export function variableValues(stackFile: string, options: readonly string[], command: string): VariableValues {
  const folder = mkdtempSync(path.join(tmpdir(), "preflight-"));
  try {
    const { variable } = JSON.parse(readFileSync(stackFile, "utf8"));
    writeFileSync(path.join(folder, "variables.tf.json"), JSON.stringify({ variable }, null, 2));
    const values = NEEDED_VARIABLES.map((name) => `${name} = var.${name}`).join(", ");
    const { error, status, stderr, stdout } = spawnSync(
      command,
      [`-chdir=${folder}`, "console", ...options.map((option) => option.replace(/^--/, "-"))],
      {
        encoding: "utf8",
        input: `jsonencode({ ${values} })\n`,
        timeout: TIMEOUT_MILLISECONDS,
        env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_ARGS: "" },
      },
    );
    if (error !== undefined || status !== 0) {
      throw new BadVariables(error?.message ?? plain(stderr));
    }
    // The console goes on after a value that no rule allows, and warns before its answer.
    if (/^\W*Error: /m.test(plain(stderr))) {
      throw new BadVariables(plain(stderr));
    }
    const answer = plain(stdout).split("\n").at(-1) as string;
    return JSON.parse(JSON.parse(answer));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plain(text: string): string {
  return stripVTControlCharacters(text).trim();
}
