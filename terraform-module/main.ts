import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../process/user-error";
import { orExit } from "../stacks/settings/settings-error";
import { exportModule } from "./export-module";

process.setSourceMapsEnabled(false);

/** In `bin/lab shell` the context of cdktf.json, which is for AWS, does not count. */
function context(): Record<string, unknown> {
  const given = process.env.CDKTF_CONTEXT_JSON;
  return given === undefined
    ? JSON.parse(readFileSync(path.join(__dirname, "../cdktf.json"), "utf8")).context
    : JSON.parse(given);
}

try {
  const folder = path.resolve(process.argv[2] as string);
  orExit(() => exportModule(folder, context(), process.env));
  console.log(`Written to ${folder}: README.md says with which settings, examples/minimal how to call it`);
} catch (error) {
  console.error(error instanceof UserError ? `export-module: ${error.message}` : error);
  process.exitCode = 1;
}
