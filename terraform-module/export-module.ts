import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { RequiredProvider } from "../modules/required-provider";
import { UserError } from "../process/user-error";
import { NodeStack } from "../stacks/node-stack";
import { settingSources } from "../stacks/settings/setting-sources";
import { readSettings } from "../stacks/settings/settings";
import { SETTINGS_OF_STACKS } from "../stacks/settings/settings-of";
import { settingsTable } from "../stacks/settings/settings-table";
import { shownSetting } from "../stacks/settings/shown-setting";
import { NODE_STACK } from "../stacks/stack-ids";
import { deploymentTag } from "../stacks/variables/own-tags";
import { exampleOf } from "./example";
import { moduleOfStack } from "./module-of-stack";
import { readmeOf } from "./readme";

const MODULE_FILE = "main.tf.json";
const EXAMPLE = path.join("examples", "minimal");

/**
 * Writes the nodes' stack as a module of Terraform, for the settings as main.ts reads them: which resources there are is decided here,
 * all else by its variables.
 *
 * @param folder new, empty, or what an earlier export wrote
 */
export function exportModule(folder: string, context: Record<string, unknown>, environment: NodeJS.ProcessEnv): void {
  requireOwnFolder(folder);
  const outdir = mkdtempSync(path.join(tmpdir(), "module-"));
  try {
    const app = new App({ outdir, stackTraces: false, context });
    // The state is the caller's.
    const settings = { ...readSettings(app, environment), stateBucket: undefined };
    const stack = new NodeStack(app, NODE_STACK, settings);
    new RequiredProvider(stack, "required-provider", {
      region: settings.region,
      deploymentTag: deploymentTag(settings.name),
      nodes: stack.fleet.nodes,
    });
    app.synth();
    const synthesized = path.join(outdir, "stacks", NODE_STACK);
    const module = moduleOfStack(JSON.parse(readFileSync(path.join(synthesized, "cdk.tf.json"), "utf8")));

    // An asset's folder is named by its content: those of an earlier export would stay beside the new ones.
    rmSync(path.join(folder, "assets"), { recursive: true, force: true });
    mkdirSync(path.join(folder, EXAMPLE), { recursive: true });
    cpSync(path.join(synthesized, "assets"), path.join(folder, "assets"), { recursive: true });
    writeFileSync(path.join(folder, MODULE_FILE), `${JSON.stringify(module, undefined, 2)}\n`);
    const example = exampleOf(module, settings);
    writeFileSync(path.join(folder, EXAMPLE, "main.tf"), example);
    writeFileSync(
      path.join(folder, "README.md"),
      readmeOf({ module, settings, given: givenSettings(app, environment), example }),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function givenSettings(app: App, environment: NodeJS.ProcessEnv): Record<string, string> {
  const ofStacks: readonly string[] = SETTINGS_OF_STACKS;
  const keys = Object.keys(settingsTable).filter((key) => !ofStacks.includes(key));
  return Object.fromEntries(
    Object.entries(settingSources(keys, app, environment))
      .filter(([, { value }]) => value !== undefined)
      .map(([key, { value }]) => [key, shownSetting(key, value)]),
  );
}

function requireOwnFolder(folder: string): void {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  if (entries.length > 0 && !(entries.includes(MODULE_FILE) && entries.includes("assets"))) {
    throw new UserError(
      `the folder must be new, empty, or hold an earlier export; got ${folder} with ${entries.slice(0, 3).join(", ")}`,
    );
  }
}
