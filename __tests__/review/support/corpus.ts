import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { asObject, asObjects, asString, asStrings, canonical, isObject, type Json } from "../../../plan/json";

export const CORPUS = path.join(__dirname, "..", "corpus");

/** What a plan of the corpus is for. */
export interface CorpusCase {
  readonly name: string;
  /** What was changed, in words. */
  readonly about: string;
  /** The rule that must find it; undefined for a harmless plan. */
  readonly harmful?: string;
  /** A rule of less weight that must find it too. */
  readonly hurts?: string;
  /** `terraform show -json`, less what the review does not read. */
  readonly plan: Json;
}

/** As it lies in the folder: what differs from the plan without changes of the same stack. */
interface StoredCase extends Omit<CorpusCase, "plan" | "name"> {
  readonly base: string;
  /** Addresses of the base that this plan does not have. */
  readonly absent: readonly string[];
  readonly plan: Json;
}

const BASE = /^base-/;

export function corpus(): CorpusCase[] {
  const files = readdirSync(CORPUS).filter((file) => file.endsWith(".json") && !BASE.test(file));
  return files.sort().map((file) => {
    const { absent, base, plan, ...about } = read(file) as unknown as StoredCase;
    return { name: file.replace(/\.json$/, ""), ...about, plan: merged(read(`base-${base}.json`), plan, absent) };
  });
}

function read(file: string): Json {
  return JSON.parse(readFileSync(path.join(CORPUS, file), "utf8"));
}

/** Of one object of a plan, a deposed one being another. */
function keyOf({ address, deposed }: Json): string {
  return `${asString(address)} ${asString(deposed)}`;
}

function merged(base: Json, plan: Json, absent: readonly string[]): Json {
  const own = asObjects(plan.resource_changes);
  const keys = [...absent, ...own.map(keyOf)];
  const kept = asObjects(base.resource_changes).filter((change) => !keys.includes(keyOf(change)));
  const old = new Map(asObjects(base.resource_changes).map((change) => [keyOf(change), change]));
  return {
    ...base,
    ...plan,
    resource_changes: [...kept, ...own.map((change) => unpacked(change, old.get(keyOf(change))))],
  };
}

/** What the base, which changes nothing, has of a resource. */
function inBase(resource: Json | undefined): Json {
  return asObject(asObject(resource?.change).before);
}

/** Without `before` where it is that of the base, and with those attributes of `after` alone that differ from `before`. */
function packed(resource: Json, base: Json | undefined): Json {
  const { after, before, ...change } = asObject(resource.change);
  const isSame = isObject(before) && canonical(before) === canonical(inBase(base));
  if (!isSame) {
    return resource;
  }
  if (!isObject(after)) {
    return { ...resource, change: { ...change, before_is_base: true, after } };
  }
  const differing = Object.entries(after).filter(([key, value]) => canonical(value) !== canonical(before[key] ?? null));
  const gone = Object.keys(before).filter((key) => !(key in after));
  return {
    ...resource,
    change: { ...change, before_is_base: true, after_differs: Object.fromEntries(differing), after_lacks: gone },
  };
}

function unpacked(resource: Json, base: Json | undefined): Json {
  const { after_differs, after_lacks, before_is_base, ...change } = asObject(resource.change);
  if (before_is_base !== true) {
    return resource;
  }
  const before = inBase(base);
  const lacks = asStrings(after_lacks);
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => !lacks.includes(key)));
  return {
    ...resource,
    change: { ...change, before, after: isObject(after_differs) ? { ...kept, ...after_differs } : null },
  };
}

/** The opposite of what corpus() does. */
export function storedCase(base: string, slimBase: Json, slim: Json): Pick<StoredCase, "base" | "absent" | "plan"> {
  const [old, now] = [asObjects(slimBase.resource_changes), asObjects(slim.resource_changes)];
  const same = new Map(old.map((change) => [keyOf(change), canonical(change)]));
  const { resource_changes: _, ...rest } = slim;
  const differing = Object.entries(rest).filter(
    ([key, value]) => canonical(value) !== canonical(slimBase[key] ?? null),
  );
  return {
    base,
    absent: old.map(keyOf).filter((key) => !now.some((change) => keyOf(change) === key)),
    plan: {
      ...Object.fromEntries(differing),
      resource_changes: now
        .filter((change) => same.get(keyOf(change)) !== canonical(change))
        .map((change) =>
          packed(
            change,
            old.find((one) => keyOf(one) === keyOf(change)),
          ),
        ),
    },
  };
}

const POLICIES = ["policy", "assume_role_policy", "ingress"];
const DATA = ["aws_caller_identity", "aws_ebs_volume"];
const LONG_CHARACTERS = 400;

/** A plan without what no rule reads, and with long opaque values (user data, boot files) cut to their beginning and length. */
export function slimPlan(plan: Json): Json {
  const prior = asObject(asObject(asObject(plan.prior_state).values).root_module);
  const configuration = asObject(plan.configuration);
  // The configuration counts only where the plan itself does not know the value.
  const unknown = new Set(
    asObjects(plan.resource_changes).flatMap(({ address, change }) =>
      Object.keys(asObject(asObject(change).after_unknown)).map((key) => `${asString(address)} ${key}`),
    ),
  );
  const { format_version, terraform_version, complete, errored, applyable } = plan;
  return shortened({
    format_version,
    terraform_version,
    ...(complete === undefined ? {} : { complete }),
    errored,
    applyable,
    planned_values: {},
    resource_changes: asObjects(plan.resource_changes)
      .filter(({ mode }) => mode === "managed")
      .map(slimChange),
    resource_drift: asObjects(plan.resource_drift).filter(isTelling).map(slimChange),
    output_changes: plan.output_changes,
    checks: asObjects(plan.checks).filter(({ status }) => status !== "pass"),
    prior_state: {
      values: {
        root_module: {
          resources: asObjects(prior.resources)
            .filter(({ mode, type }) => mode === "data" && DATA.includes(asString(type)))
            .map(({ mode, type, values }) => ({ mode, type, values })),
        },
      },
    },
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(asObject(configuration.provider_config)).map(([key, provider]) => {
          const { expressions, full_name, name } = asObject(provider);
          return [key, { name, full_name, expressions: { region: asObject(expressions).region } }];
        }),
      ),
      root_module: {
        resources: asObjects(asObject(configuration.root_module).resources).flatMap(({ address, expressions }) => {
          const own = Object.entries(asObject(expressions)).filter(
            ([key]) => POLICIES.includes(key) && unknown.has(`${asString(address)} ${key}`),
          );
          return own.length === 0 ? [] : [{ address, expressions: Object.fromEntries(own) }];
        }),
      },
    },
  }) as Json;
}

/** Without the flags that say no. */
function slimChange(resource: Json): Json {
  const { after_sensitive, after_unknown, before_sensitive, ...rest } = asObject(resource.change);
  const flags = { after_sensitive, after_unknown, before_sensitive };
  const telling = Object.entries(flags).filter(([, value]) => JSON.stringify(value ?? null).includes("true"));
  return { ...resource, change: { ...rest, ...Object.fromEntries(telling) } };
}

/** Providers write much that nobody changed. */
function isTelling({ change, mode, type }: Json): boolean {
  return mode === "managed" && (canonical(asObject(change).actions) === '["delete"]' || type === "aws_security_group");
}

/** JSON with a line for each resource, so that git shows what differs. */
export function inLines(stored: object): string {
  const text = JSON.stringify(stored).replaceAll(
    /\{"address":"[^"]+","(mode|module_address|previous_address)":/g,
    "\n$&",
  );
  return `${text}\n`;
}

function shortened(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) =>
      typeof part === "string" && part.length > LONG_CHARACTERS && !/[{[]/.test(part.charAt(0))
        ? `${part.slice(0, 40)}… ${part.length} characters, ending in ${part.slice(-8)}`
        : part,
    ),
  );
}
