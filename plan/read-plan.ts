import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { BadInput } from "./bad-input";
import { asList, asObject, asObjects, asString, isObject, type Json } from "./json";
import { mask } from "./mask";
import type { Action, Change, Check, Plan } from "./plan";

/** Of the form that `terraform show -json` has since 1.1; a new minor one only adds to it. */
const KNOWN_MAJOR = "1";
/** Beyond what a string of Node may hold. */
const MAXIMUM_BYTES = 256 * 1024 * 1024;
const RULE = "must be the JSON of a saved plan, from `terraform show -json FILE`";

const actions = z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])).min(1);
const object = z.looseObject({}).nullish();
const resourceChange = z.looseObject({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  provider_name: z.string().default(""),
  deposed: z.string().optional(),
  change: z.looseObject({
    actions,
    before: object,
    after: object,
    after_unknown: z.unknown().optional(),
    before_sensitive: z.unknown().optional(),
    after_sensitive: z.unknown().optional(),
    importing: z.looseObject({ id: z.string().optional() }).nullish(),
  }),
});
const schema = z.looseObject({
  format_version: z.string(),
  terraform_version: z.string().default("unknown"),
  complete: z.boolean().optional(),
  errored: z.boolean().default(false),
  applyable: z.boolean().optional(),
  resource_changes: z.array(resourceChange).optional(),
  resource_drift: z.array(resourceChange).default([]),
  deferred_changes: z.array(z.unknown()).default([]),
  output_changes: z.record(z.string(), z.looseObject({})).default({}),
  checks: z.array(z.unknown()).nullish(),
});

/** @throws BadInput in one line */
export function readPlan(file: string): Plan {
  const bad = refusal(file);
  return planOf(parse(readText(file, bad), bad), bad);
}

/** The same of JSON that is read already. */
export function planOf(raw: Json, bad: Refusal = refusal("memory")): Plan {
  requireKind(raw, bad);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw bad(`a plan whose ${issue?.path.join(".")} is not as it should be (${issue?.message})`);
  }
  const { data } = parsed;
  const planned = asObjects(asObject(asObject(raw.planned_values).root_module).resources);
  if (data.resource_changes === undefined && planned.length > 0) {
    throw bad("a plan without its resource_changes");
  }
  return {
    terraformVersion: data.terraform_version,
    complete: data.complete,
    errored: data.errored,
    applyable: data.applyable,
    deferred: data.deferred_changes.map((change) => asString(asObject(asObject(change).resource_change).address)),
    changes: (data.resource_changes ?? []).filter(({ mode }) => mode === "managed").map(changeOf),
    drift: data.resource_drift.filter(({ mode }) => mode === "managed").map(changeOf),
    checks: (data.checks ?? []).map(checkOf),
    outputs: Object.fromEntries(Object.entries(data.output_changes).map(([name, change]) => [name, outputOf(change)])),
    data: dataOf(raw),
    regions: regionsOf(raw),
    configured: configurationOf(raw),
  };
}

type Refusal = (got: string) => BadInput;

function refusal(file: string): Refusal {
  return (got) => new BadInput(`PLAN.json ${RULE}; got ${got} in ${JSON.stringify(file)}`);
}

function readText(file: string, bad: Refusal): string {
  let bytes: Buffer;
  try {
    const status = statSync(file);
    if (!status.isFile()) {
      throw bad(status.isDirectory() ? "a folder" : status.isFIFO() ? "a pipe" : "no regular file");
    }
    if (status.size > MAXIMUM_BYTES) {
      throw bad(`${status.size} bytes, more than ${MAXIMUM_BYTES},`);
    }
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : bad(code === "ENOENT" ? "no file" : `an error (${code})`);
  }
  if (bytes.length === 0) {
    throw bad("an empty file");
  }
  if (bytes.subarray(0, 2).toString("latin1") === "PK") {
    throw bad("the saved plan itself, which is binary,");
  }
  const start = bytes.subarray(0, 3).toString("hex");
  if (start === "efbbbf" || start.startsWith("fffe") || start.startsWith("feff")) {
    throw bad("a byte order mark (write the file as UTF-8 without one)");
  }
  return bytes.toString("utf8");
}

function parse(text: string, bad: Refusal): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (/^\s*\{"@level"/.test(text)) {
      throw bad("the log of `terraform plan -json`");
    }
    throw bad(/^\s*\{/.test(text) ? "JSON that is broken off or wrong" : "text that is no JSON");
  }
  if (!isObject(value)) {
    throw bad(`JSON that is no object`);
  }
  return value;
}

function requireKind(raw: Json, bad: Refusal): void {
  if (typeof raw.format_version !== "string") {
    throw bad("serial" in raw && "lineage" in raw ? "a state file" : "JSON without a format_version");
  }
  if ("values" in raw && !("planned_values" in raw)) {
    throw bad("the JSON of a state");
  }
  if (raw.format_version.split(".")[0] !== KNOWN_MAJOR) {
    throw bad(
      `format_version ${JSON.stringify(raw.format_version.slice(0, 20))}, of which only ${KNOWN_MAJOR}.x is known,`,
    );
  }
  if (!("planned_values" in raw) && !("resource_changes" in raw)) {
    throw bad("JSON without planned_values and resource_changes");
  }
}

function changeOf(resource: z.infer<typeof resourceChange>): Change {
  const { address, change, deposed, index, name, previous_address: previousAddress, provider_name, type } = resource;
  const { after, after_sensitive, before, before_sensitive, importing } = change;
  // What one side calls sensitive is not told by the other.
  const shown = (value: unknown) => asObject(mask(mask(value, before_sensitive), after_sensitive));
  return {
    address,
    type,
    name,
    provider: provider_name,
    actions: change.actions as Action[],
    before: before ?? undefined,
    after: after ?? undefined,
    unknown: change.after_unknown,
    shownBefore: shown(before),
    shownAfter: shown(after),
    ...(previousAddress === undefined || previousAddress === address ? {} : { previousAddress }),
    ...(index === undefined ? {} : { index }),
    ...(deposed === undefined ? {} : { deposed }),
    ...(importing ? { importId: importing.id ?? "" } : {}),
  };
}

function outputOf(change: Json) {
  const { after, after_sensitive, before, before_sensitive } = change;
  const shown = (value: unknown) => mask(mask(value, before_sensitive), after_sensitive);
  return { before: shown(before), after: shown(after) };
}

function checkOf(value: unknown): Check {
  const { address, instances, status } = asObject(value);
  const { kind, to_display } = asObject(address);
  const problems = asObjects(instances).flatMap((instance) => asObjects(instance.problems));
  return {
    address: asString(to_display),
    kind: asString(kind),
    status: asString(status),
    messages: problems.map(({ message }) => asString(message)),
  };
}

function dataOf(raw: Json): Plan["data"] {
  const modules = (module: Json): Json[] => [module, ...asObjects(module.child_modules).flatMap(modules)];
  return modules(asObject(asObject(asObject(raw.prior_state).values).root_module))
    .flatMap((module) => asObjects(module.resources))
    .filter(({ mode }) => mode === "data")
    .map(({ sensitive_values, type, values }) => ({
      type: asString(type),
      values: asObject(mask(values, sensitive_values)),
    }));
}

function regionsOf(raw: Json): string[] {
  const providers = Object.values(asObject(asObject(raw.configuration).provider_config)).map(asObject);
  return providers
    .filter(({ full_name, name }) => name === "aws" || asString(full_name).endsWith("/aws"))
    .flatMap(({ expressions }) => {
      const { constant_value, references } = asObject(asObject(expressions).region);
      const variable = asList(references).find((name) => asString(name).startsWith("var."));
      const value = asObject(asObject(raw.variables)[asString(variable).slice("var.".length)]).value;
      const region = variable === undefined ? constant_value : value;
      return typeof region === "string" ? [region] : [];
    });
}

function configurationOf(raw: Json): Plan["configured"] {
  const byAddress = new Map<string, Json>();
  const collect = (module: Json, prefix: string) => {
    for (const resource of asObjects(module.resources)) {
      byAddress.set(`${prefix}${asString(resource.address)}`, asObject(resource.expressions));
    }
    for (const [name, call] of Object.entries(asObject(module.module_calls))) {
      collect(asObject(asObject(call).module), `${prefix}module.${name}.`);
    }
  };
  collect(asObject(asObject(raw.configuration).root_module), "");
  return ({ address }, attribute) => {
    const expression = byAddress.get(withoutKeys(address))?.[attribute];
    return expression === undefined ? undefined : (asObjects(expression)[0] ?? {});
  };
}

/** The address in the configuration of one of several instances. */
function withoutKeys(address: string): string {
  return address.replace(/\[(\d+|"(\\.|[^"\\])*")\]/g, "");
}
