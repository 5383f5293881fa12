import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";
import { terraformAtHand } from "../../machine/terraform-program";
import type { TerraformJson } from "./synthesize";

let command: string | undefined;

/**
 * Runs a real `terraform plan` over the variables of a stack alone, which needs no provider.
 *
 * @returns the messages of the errors, each on one line; empty where Terraform accepts the values
 */
export function planVariables(stack: TerraformJson, values: Record<string, unknown>): string[] {
  const directory = mkdtempSync(path.join(tmpdir(), "variables-"));
  try {
    writeFileSync(path.join(directory, "variables.tf.json"), JSON.stringify({ variable: stack.variable }));
    writeFileSync(path.join(directory, "terraform.tfvars.json"), JSON.stringify(values));
    const { stdout } = spawnSync(terraform(), [`-chdir=${directory}`, "plan", "-json", "-input=false"], {
      encoding: "utf8",
      env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" },
    });
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter((event) => event["@level"] === "error")
      .map((event) => String(event.diagnostic.detail).replace(/\s+/g, " "));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function terraform(): string {
  command ??= terraformAtHand(StateDir.fromEnvironment())?.command;
  if (command === undefined) {
    throw new Error("these tests need terraform or tofu: run `bin/lab prepare`");
  }
  return command;
}
