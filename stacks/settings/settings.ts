import type { App } from "cdktf";
import { runsHere } from "./repository-of-job";
import { type SettingSource, settingSources } from "./setting-sources";
import { type Settings, settingsOf } from "./settings-of";
import { settingsTable } from "./settings-table";
import { unknownSettings } from "./unknown-settings";

export type { Settings } from "./settings-of";

/**
 * Reads the settings: environment variable, then cdktf context, then default.
 *
 * @throws SettingsError with one line a bad setting: its names, the rule and the value got.
 */
export function readSettings(app: App, environment: NodeJS.ProcessEnv): Settings {
  const keys = Object.keys(settingsTable);
  const sources = withRegionOfAws(settingSources(keys, app, environment), environment);
  const unknown = unknownSettings(keys, app, environment);
  return settingsOf({
    values: Object.fromEntries(Object.entries(sources).map(([key, { value }]) => [key, value])),
    shownName: (key) => `${key} (${sources[key]?.name})`,
    problems: unknown,
    moreRules: [runsHere(environment)],
  });
}

/** The AWS CLI, and whoever hands out credentials in CI, name the region too. */
function withRegionOfAws(sources: Record<string, SettingSource>, environment: NodeJS.ProcessEnv) {
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => environment[name]);
  if (sources.region?.value !== undefined || variable === undefined) {
    return sources;
  }
  return { ...sources, region: { name: `environment variable ${variable}`, value: environment[variable] } };
}
