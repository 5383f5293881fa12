import path from "node:path";
import { readJsonFile } from "../../modules/clients/json-file";
import { isObject, type JsonObject } from "../../modules/clients/json-object";
import { SettingsError } from "./settings-error";

/** What cdktf.json says. */
export interface ProjectFile {
  /** The command that synthesizes. */
  readonly app: string;
  /** Settings of the project. */
  readonly context: JsonObject;
}

/**
 * Reads cdktf.json, as the cdktf command does.
 *
 * @throws SettingsError that says what is wrong with the file
 */
export function readProjectFile(folder: string): ProjectFile {
  const file = path.join(folder, "cdktf.json");
  const json = readJsonFile(file);
  if ("rule" in json) {
    throw new SettingsError([`cdktf.json must ${json.rule}; got ${JSON.stringify(file)}`]);
  }
  const { app = "", context = {} } = isObject(json.value) ? json.value : { context: json.value };
  if (!isObject(context)) {
    throw new SettingsError([
      `cdktf.json must hold an object, and an object as its context; got ${JSON.stringify(file)}`,
    ]);
  }
  return { app: String(app), context };
}
