/** What is wrong with the settings, a line each. Its message is all that a user needs to see. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(`Invalid settings:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
}
