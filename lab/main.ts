import { StateDir } from "../machine/state-dir";
import { listenForInterruption } from "../process/interruption";
import { UserError } from "../process/user-error";
import { down } from "./verbs/down";
import { logs } from "./verbs/logs";
import { plan } from "./verbs/plan";
import { prepare } from "./verbs/prepare";
import { shell } from "./verbs/shell";
import { status } from "./verbs/status";
import { up } from "./verbs/up";

async function main([verb, ...rest]: readonly string[]): Promise<void> {
  const state = StateDir.fromEnvironment();
  switch (verb) {
    case "prepare":
      return prepare(state);
    case "up":
      return up(state);
    case "plan":
      return plan(state, rest);
    case "shell":
      process.exitCode = await shell(state, rest);
      return;
    case "status":
      process.exitCode = (await status(state)) ? 0 : 1;
      return;
    case "logs":
      return logs(state);
    case "down":
      return down(state, rest.includes("--all"));
    default:
      throw new UserError(`unknown verb ${JSON.stringify(verb)}: \`bin/lab --help\` names them`);
  }
}

// `bin/lab logs | head` ends early, which is no error.
process.stdout.on("error", () => process.exit());
listenForInterruption("; `bin/lab up` goes on from here, `bin/lab down` clears up");
main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error instanceof UserError ? `lab: ${error.message}` : error);
  process.exitCode = 1;
});
