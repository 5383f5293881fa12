import type { SettingRule } from "./setting-rules";

/** What GitHub and GitLab call the repository that a job runs for. */
const NAMES_OF_JOB = ["GITHUB_REPOSITORY", "CI_PROJECT_PATH"];

/** A fork's job would otherwise review, and an administrator's laptop apply, roles that trust whom the fork names. */
export function runsHere(environment: NodeJS.ProcessEnv): SettingRule {
  const variable = NAMES_OF_JOB.find((name) => environment[name]);
  const ofJob = variable === undefined ? undefined : environment[variable];
  return {
    key: "repository",
    must: `be the one of this job (${variable}), whose owner is whom the roles would trust`,
    namely: () => String(ofJob),
    holds: ({ repository }) =>
      repository === undefined ||
      ofJob === undefined ||
      repository.replaceAll(/@\d+/g, "").toLowerCase() === ofJob.toLowerCase(),
  };
}
