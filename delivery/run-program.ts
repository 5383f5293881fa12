import { SourceError } from "../modules/source-error";
import { BadInput } from "../plan/bad-input";
import { listenForInterruption } from "../process/interruption";
import { UserError } from "../process/user-error";
import { SettingsError } from "../stacks/settings/settings-error";

/** What a person can mend, and which says how. */
const KNOWN = [UserError, BadInput, SettingsError, SourceError];

/**
 * Runs a program to its exit code; 2 where it could not do its work, with a line that says why.
 *
 * @param afterInterruption goes on after "interrupted"
 */
export function runProgram(name: string, main: (args: string[]) => Promise<number>, afterInterruption = ""): void {
  process.setSourceMapsEnabled(false);
  listenForInterruption(afterInterruption);
  main(process.argv.slice(2)).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: Error) => {
      process.exitCode = 2;
      const isOption = (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
      const isKnown = KNOWN.some((kind) => error instanceof kind) || isOption;
      console.error(isKnown ? `${name}: ${error.message}` : error);
    },
  );
}
