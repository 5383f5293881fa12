import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { PROJECT_ROOT, type StateDir } from "../../machine/state-dir";
import { VAR_FILE } from "../lab-settings";

const APP = "node --import tsx lab/app.ts";
/** What a deployment leaves in the project's folder, and what the lab's folder has of its own. */
const NOT_LINKED = /^(\.git|cdktf\.out|cdktf\.json|package\.json|.*\.tfvars|.*\.tfvars\.json|.*\.tfstate.*)$/;

/**
 * A folder that looks like the project's, so that relative paths of the runbooks mean the lab's: links to all of the project,
 * but with the lab's app, its values of the variables, and room for stacks and state files of its own.
 */
export function ensureCheckout(state: StateDir): void {
  const folder = state.checkout;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(PROJECT_ROOT).filter((entry) => !NOT_LINKED.test(entry))) {
    const link = path.join(folder, name);
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) {
      symlinkSync(path.join(PROJECT_ROOT, name), link);
    }
  }
  writeOwn(folder, "cdktf.json", (config) => ({ ...config, app: APP, context: {} }));
  writeOwn(folder, "package.json", (config) => ({ ...config, scripts: { ...(config.scripts as object), synth: APP } }));
  const values = path.join(folder, "production.tfvars");
  if (!existsSync(values)) {
    copyFileSync(VAR_FILE, values);
  }
}

function writeOwn(folder: string, name: string, change: (config: Record<string, unknown>) => object): void {
  const config = JSON.parse(readFileSync(path.join(PROJECT_ROOT, name), "utf8"));
  writeFileSync(path.join(folder, name), `${JSON.stringify(change(config), undefined, 2)}\n`);
}
