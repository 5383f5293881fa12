import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StateDir } from "../../machine/state-dir";
import { runCommand } from "../../process/command";
import type { Provider } from "../session";
import type { ProviderSchema, SchemaBlock } from "./adapt-stack";
import { requireProvider } from "./provider";

const TIMEOUT_SECONDS = 180;

/** Asks the provider what it knows, once a version. Answers the file with the answer. */
export async function cacheProviderSchema(state: StateDir, provider: Provider): Promise<string> {
  const file = path.join(state.cache, "schema", `aws-${provider.version}.json`);
  if (existsSync(file)) {
    return file;
  }
  const options = {
    cwd: requireProvider(state, provider.version, "provider-schema"),
    env: { ...process.env, TF_CLI_CONFIG_FILE: provider.cliConfigFile, CHECKPOINT_DISABLE: "1", TF_CLI_ARGS_init: "" },
    logFile: state.log("provider"),
    timeoutSeconds: TIMEOUT_SECONDS,
  };
  const { command } = provider.terraform;
  copyFileSync(provider.lockFile, path.join(options.cwd, ".terraform.lock.hcl"));
  await runCommand(command, ["init", "-backend=false", "-input=false", "-no-color", "-lockfile=readonly"], options);
  // Tens of megabytes: not for the log.
  const { logFile: _, ...quiet } = options;
  const { stdout } = await runCommand(command, ["providers", "schema", "-json"], quiet);
  const schemas = JSON.parse(stdout).provider_schemas as Record<string, ProviderSchema>;
  const [schema] =
    Object.entries(schemas)
      .find(([name]) => name.endsWith("/hashicorp/aws"))
      ?.slice(1) ?? [];
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(namesOnly(schema as ProviderSchema)));
  return file;
}

/** Reads what cacheProviderSchema() left. */
export function readProviderSchema(file: string): ProviderSchema {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Descriptions and types are nine tenths of the schema, and every synth reads it. */
function namesOnly(schema: ProviderSchema): ProviderSchema {
  const all = (schemas: ProviderSchema["resource_schemas"]) =>
    Object.fromEntries(Object.entries(schemas).map(([type, { block }]) => [type, { block: blockNames(block) }]));
  return {
    provider: { block: blockNames(schema.provider.block) },
    resource_schemas: all(schema.resource_schemas),
    data_source_schemas: all(schema.data_source_schemas),
  };
}

function blockNames(block: SchemaBlock): SchemaBlock {
  const blocks = Object.entries(block.block_types ?? {}).map(([name, type]) => [
    name,
    { block: blockNames(type.block) },
  ]);
  return {
    attributes: Object.fromEntries(Object.keys(block.attributes ?? {}).map((name) => [name, true])),
    block_types: Object.fromEntries(blocks),
  };
}
