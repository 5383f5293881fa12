import { SourceError } from "../modules/source-error";
import { SettingsError } from "./settings-error";

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
