import { SourceError } from "../../modules/source-error";

/** What is wrong with the settings, a line each. Its message is all that a user needs to see. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    // Of a list each bad item is a problem, in the same words.
    super(`Invalid settings:\n${[...new Set(problems)].map((problem) => `  ${problem}`).join("\n")}`);
  }
}

/** Runs the action; where the settings or the project's files are wrong, prints what is wrong, without a stack trace, and ends the process. */
export function orExit<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof SettingsError || error instanceof SourceError) {
      console.error(error.message);
      process.exit(1);
    }
    throw error;
  }
}
