import { readFileSync, statSync } from "node:fs";
import { BadInput } from "./bad-input";
import { asList, asObject, asObjects, asString, isObject, type Json } from "./json";
import { mask } from "./mask";
import type { Action, Change, Check, Plan } from "./plan";
import { misshape } from "./shape";

/** Of the form that `terraform show -json` has since 1.1; a new minor one only adds to it. */
const KNOWN_MAJOR = "1";
/** Beyond what a string of Node may hold. */
const MAXIMUM_BYTES = 256 * 1024 * 1024;
const RULE = "must be the JSON of a saved plan, from `terraform show -json FILE`";

/** @throws BadInput in one line */
export function readPlan(file: string): Plan {
  const bad = refusal(file);
  return planOf(parse(readText(file, bad), bad), bad);
}

/** The same of JSON that is read already. */
export function planOf(raw: Json, bad: Refusal = refusal("memory")): Plan {
  requireKind(raw, bad);
  const bent = misshape(raw);
  if (bent !== undefined) {
    throw bad(`a plan whose ${bent.path} is not as it should be (it must ${bent.rule})`);
  }
  const planned = asObjects(asObject(asObject(raw.planned_values).root_module).resources);
  if (raw.resource_changes === undefined && planned.length > 0) {
    throw bad("a plan without its resource_changes");
  }
  const changesOf = (list: unknown) =>
    asObjects(list)
      .filter(({ mode }) => mode === "managed")
      .map(changeOf);
  return {
    terraformVersion: asString(raw.terraform_version),
    complete: flag(raw.complete),
    errored: raw.errored === true,
    applyable: flag(raw.applyable),
    deferred: asObjects(raw.deferred_changes).map((change) => asString(asObject(change.resource_change).address)),
    changes: changesOf(raw.resource_changes),
    drift: changesOf(raw.resource_drift),
    checks: asObjects(raw.checks).map(checkOf),
    outputs: Object.fromEntries(
      Object.entries(asObject(raw.output_changes)).map(([name, change]) => [name, outputOf(asObject(change))]),
    ),
    data: dataOf(raw),
    regions: regionsOf(raw),
    configured: configurationOf(raw),
  };
}

function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
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

/** Of a resource whose shape was looked at. */
function changeOf(resource: Json): Change {
  const { deposed, index, previous_address: previousAddress } = resource;
  const { actions, after, after_sensitive, after_unknown, before, before_sensitive, importing } = asObject(
    resource.change,
  );
  // What one side calls sensitive is not told by the other.
  const shown = (value: unknown) => asObject(mask(mask(value, before_sensitive), after_sensitive));
  const address = asString(resource.address);
  return {
    address,
    type: asString(resource.type),
    name: asString(resource.name),
    provider: asString(resource.provider_name),
    actions: actions as Action[],
    before: isObject(before) ? before : undefined,
    after: isObject(after) ? after : undefined,
    unknown: after_unknown,
    shownBefore: shown(before),
    shownAfter: shown(after),
    ...(typeof previousAddress !== "string" || previousAddress === address ? {} : { previousAddress }),
    ...(typeof index === "string" || typeof index === "number" ? { index } : {}),
    ...(typeof deposed === "string" ? { deposed } : {}),
    ...(isObject(importing) ? { importId: asString(importing.id) } : {}),
  };
}

function outputOf(change: Json) {
  const { after, after_sensitive, before, before_sensitive } = change;
  const shown = (value: unknown) => mask(mask(value, before_sensitive), after_sensitive);
  return { before: shown(before), after: shown(after) };
}

function checkOf({ address, instances, status }: Json): Check {
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
