import { asObject, isObject, type Json } from "./json";
import type { Action } from "./plan";

/** Where a plan is not as the format says, and what must be there. By hand: zod alone takes longer to load than a large plan to judge. */
export interface Misshape {
  readonly path: string;
  readonly rule: string;
}

const ACTIONS: readonly Action[] = ["no-op", "create", "read", "update", "delete", "forget"];

type Test = (value: unknown) => boolean;
type Tests = Readonly<Record<string, readonly [Test, string]>>;

const isText: Test = (value) => typeof value === "string";
const mayBe =
  (test: Test): Test =>
  (value) =>
    value === undefined || value === null || test(value);
const isOneOf =
  (words: readonly string[]): Test =>
  (value) =>
    words.includes(String(value));

const FLAG = [mayBe((value) => typeof value === "boolean"), "be true or false"] as const;
const LIST = [mayBe(Array.isArray), "be a list"] as const;
const OBJECT = [mayBe(isObject), "be an object"] as const;

const PLAN: Tests = {
  terraform_version: [mayBe(isText), "be text"],
  complete: FLAG,
  errored: FLAG,
  applyable: FLAG,
  resource_changes: LIST,
  resource_drift: LIST,
  deferred_changes: LIST,
  checks: LIST,
  output_changes: OBJECT,
};
const RESOURCE: Tests = {
  address: [isText, "be text"],
  previous_address: [mayBe(isText), "be text"],
  mode: [isOneOf(["managed", "data"]), "be managed or data"],
  type: [isText, "be text"],
  name: [isText, "be text"],
  index: [mayBe((value) => isText(value) || typeof value === "number"), "be text or a number"],
  provider_name: [mayBe(isText), "be text"],
  deposed: [mayBe(isText), "be text"],
  change: [isObject, "be an object"],
};
const CHANGE: Tests = {
  actions: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(isOneOf(ACTIONS)),
    `be a list of ${ACTIONS.join(", ")}`,
  ],
  before: OBJECT,
  after: OBJECT,
  importing: OBJECT,
};

/** The first place at which the plan is not as it should be. */
export function misshape(raw: Json): Misshape | undefined {
  return (
    firstOf(raw, PLAN, "") ??
    ["resource_changes", "resource_drift"]
      .flatMap((key) =>
        ((raw[key] ?? []) as unknown[]).map((resource, index) => ofResource(resource, `${key}.${index}`)),
      )
      .find((found) => found !== undefined)
  );
}

function ofResource(resource: unknown, path: string): Misshape | undefined {
  if (!isObject(resource)) {
    return { path, rule: "be an object" };
  }
  return firstOf(resource, RESOURCE, `${path}.`) ?? firstOf(asObject(resource.change), CHANGE, `${path}.change.`);
}

function firstOf(object: Json, tests: Tests, prefix: string): Misshape | undefined {
  const bad = Object.entries(tests).find(([key, [test]]) => !test(object[key]));
  return bad === undefined ? undefined : { path: prefix + bad[0], rule: bad[1][1] };
}
