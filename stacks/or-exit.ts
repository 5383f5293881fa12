import { SettingsError } from "./settings-error";

/** Runs the action; where the settings are wrong, prints what is wrong, without a stack trace, and ends the process. */
export function orExit<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof SettingsError) {
      console.error(error.message);
      process.exit(1);
    }
    throw error;
  }
}
