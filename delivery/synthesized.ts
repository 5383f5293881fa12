import { existsSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { PROJECT_ROOT } from "../machine/state-dir";
import { runCommand } from "../process/command";
import { UserError } from "../process/user-error";
import { lockFileOf } from "../stacks/provider-lock";
import { readProjectFile } from "../stacks/settings/project-file";
import { readSettings, type Settings } from "../stacks/settings/settings";
import { NODE_STACK } from "../stacks/stack-ids";

const SYNTH_SECONDS = 300;

/** As the synth reads them. */
export function settingsOfProject(): Settings {
  const { context } = readProjectFile(PROJECT_ROOT);
  return readSettings(new App({ stackTraces: false, context }), process.env);
}

/** Where the nodes' stack is in a folder of synthesized stacks. */
export function stackFolder(out: string): string {
  return path.join(out, "stacks", NODE_STACK);
}

/**
 * Runs the app that cdktf.json names, as `cdktf synth` does.
 *
 * @throws UserError where no lock file of the providers is committed
 */
export async function synthesize(out: string, command: string): Promise<void> {
  // The lock file that the synth takes goes by the program's name.
  const env = { ...process.env, CDKTF_OUTDIR: out, TERRAFORM_BINARY_NAME: command };
  const { stderr } = await runCommand("bash", ["-c", readProjectFile(PROJECT_ROOT).app], {
    cwd: PROJECT_ROOT,
    env,
    timeoutSeconds: SYNTH_SECONDS,
  });
  process.stderr.write(stderr);
  if (!existsSync(path.join(stackFolder(out), ".terraform.lock.hcl"))) {
    throw new UserError(
      `stacks/provider-locks/${lockFileOf(command)} must be committed, so that plan and apply run the same providers: run bin/lock-providers; got none`,
    );
  }
}
