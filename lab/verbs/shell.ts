import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { StateDir } from "../../machine/state-dir";
import { requireRunningLab } from "../running-lab";
import { ensureCheckout } from "../shell/checkout";
import { ensureCurlHome } from "../shell/curl-home";
import { ensureShellPrograms } from "../shell/shell-programs";
import { labEnvironment } from "../terraform/terraform";

// The caller's own start files could turn it back to a real account.
const INTERACTIVE = ["bash", "--noprofile", "--norc"];

/** Runs a shell, or one command, in the lab's folder and environment. Answers its exit code. */
export async function shell(state: StateDir, command: readonly string[]): Promise<number> {
  const session = await requireRunningLab(state);
  ensureCheckout(state);
  const programs = await ensureShellPrograms(state, session);
  const [program, ...args] = command.length > 0 ? command : INTERACTIVE;
  const environment = labEnvironment(state, session);
  const child = spawn(program as string, args, {
    cwd: state.checkout,
    env: {
      ...environment,
      PATH: `${programs}${path.delimiter}${environment.PATH}`,
      PWD: state.checkout,
      CURL_HOME: ensureCurlHome(state),
      PS1: "(lab) \\w\\$ ",
    },
    stdio: "inherit",
  });
  const [code] = await once(child, "exit");
  return code ?? 1;
}
