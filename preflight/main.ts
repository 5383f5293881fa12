import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { StateDir } from "../machine/state-dir";
import { chosenTerraform } from "../machine/terraform-program";
import { UserError } from "../process/user-error";
import { NodeStack } from "../stacks/node-stack";
import { readProjectFile } from "../stacks/settings/project-file";
import { readSettings } from "../stacks/settings/settings";
import { orExit } from "../stacks/settings/settings-error";
import { NODE_STACK } from "../stacks/stack-ids";
import { Aws } from "./aws";
import type { PlanOfDeploy } from "./plan-of-deploy";
import { runChecks } from "./run-checks";
import { variableValues } from "./variable-values";

process.setSourceMapsEnabled(false);

/** Settings as main.ts reads them, and the values of the variables as Terraform does. */
function readPlan(options: readonly string[]): PlanOfDeploy {
  const { command } = chosenTerraform(StateDir.fromEnvironment());
  const { context } = orExit(() => readProjectFile(path.join(__dirname, "..")));
  const outdir = mkdtempSync(path.join(tmpdir(), "preflight-"));
  try {
    return orExit(() => {
      const app = new App({ outdir, stackTraces: false, context });
      const settings = readSettings(app, process.env);
      new NodeStack(app, NODE_STACK, settings);
      app.synth();
      const stackFile = path.join(outdir, "stacks", NODE_STACK, "cdk.tf.json");
      return { settings, variables: variableValues(stackFile, options, command) };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function main(options: readonly string[]): Promise<void> {
  const plan = readPlan(options);
  const { name, nodeNames, region } = plan.settings;
  console.log(`${name} in ${region}: ${nodeNames.join(", ")}, ${plan.variables.instance_type}`);
  for await (const { text, verdict } of runChecks(new Aws(region), plan)) {
    console.log(`${verdict.padEnd(8)} ${text}`);
    process.exitCode = verdict === "refused" ? 1 : process.exitCode;
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error instanceof UserError ? `preflight: ${error.message}` : error);
  process.exitCode = 1;
});
