import type { App } from "cdktf";

/** Where the value of a setting was found. */
export interface SettingSource {
  /** What the user would change: `environment variable …`, `context …`, or both names where neither is set. */
  readonly name: string;
  /** The value as given; undefined where neither source sets it. */
  readonly value: unknown;
}

/** Finds each setting: environment variable `ETHNODE_<KEY>` first, then the cdktf context; an empty string counts as unset. */
export function settingSources(
  keys: readonly string[],
  app: App,
  environment: NodeJS.ProcessEnv,
): Record<string, SettingSource> {
  return Object.fromEntries(keys.map((key) => [key, find(key, app, environment)]));
}

/** Name of the environment variable that sets it. */
export function environmentVariable(key: string): string {
  return `ETHNODE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function find(key: string, app: App, environment: NodeJS.ProcessEnv): SettingSource {
  const variable = environmentVariable(key);
  const fromEnvironment = environment[variable];
  if (fromEnvironment !== undefined && fromEnvironment !== "") {
    return { name: `environment variable ${variable}`, value: fromEnvironment };
  }
  const fromContext: unknown = app.node.tryGetContext(key);
  if (fromContext !== undefined && fromContext !== null && fromContext !== "") {
    return { name: `context ${key}`, value: fromContext };
  }
  return { name: `environment variable ${variable} or context ${key}`, value: undefined };
}
