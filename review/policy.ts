import { asList, asObject, asObjects, asStrings, canonical, isObject, type Json, parsedObject } from "../plan/json";
import { OWN_WILDCARDS } from "./own-wildcards";

/** One statement of an IAM policy, with its names in lower case, as AWS does not mind. */
export type Statement = Json;

/** What a reviewer wants to know of a statement. */
export interface Width {
  /** What is wide about it, in words: fixed ones, and a value of the policy. */
  readonly kind: "Action" | "NotAction" | "Resource" | "NotResource" | "Principal" | "NotPrincipal";
  readonly value: string;
}

const WILD = /[*?]/;
/** In place of what Terraform puts into a string at the apply. */
const UNKNOWN = "unknown";

/** All statements in the policies that the values hold, at any depth. */
export function statementsIn(value: unknown): Statement[] {
  if (typeof value === "string") {
    return value.includes("tatement") ? statementsOf(value) : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(statementsIn);
  }
  return isObject(value) ? Object.values(value).flatMap(statementsIn) : [];
}

function statementsOf(text: string): Statement[] {
  const policy = lowerKeys(parsedObject(text) ?? {});
  return asObjects(policy.statement).map(lowerKeys);
}

/** The statements of a policy whose text is a template with parts that the plan does not know; undefined where it is none. */
export function statementsOfTemplate(template: unknown): Statement[] | undefined {
  if (typeof template !== "string") {
    return undefined;
  }
  const text = withoutTemplates(template);
  return parsedObject(text) === undefined ? undefined : statementsOf(text);
}

/** `${…}` with whatever braces are inside. */
function withoutTemplates(text: string): string {
  let result = "";
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (depth === 0 && text.startsWith("${", index)) {
      depth = 1;
      result += UNKNOWN;
      index++;
    } else if (depth > 0) {
      depth += text[index] === "{" ? 1 : text[index] === "}" ? -1 : 0;
    } else {
      result += text[index];
    }
  }
  return result;
}

function lowerKeys(object: Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value]));
}

export function allows({ effect }: Statement): boolean {
  return effect !== "Deny";
}

/** All that makes an allowing statement wide. */
export function widths(statement: Statement): Width[] {
  if (!allows(statement)) {
    return [];
  }
  const wild = (kind: "Action" | "Resource", values: unknown) =>
    asStrings(values)
      .filter((value) => WILD.test(value))
      .map((value): Width => ({ kind, value }));
  const not = (kind: "NotAction" | "NotResource" | "NotPrincipal", values: unknown) =>
    values === undefined ? [] : [{ kind, value: canonical(values) } as const];
  return [
    ...wild("Action", statement.action),
    ...not("NotAction", statement.notaction),
    ...wild("Resource", statement.resource).filter(({ value }) => !isOwn(statement, value)),
    ...not("NotResource", statement.notresource),
    ...principals(statement.principal)
      .filter((value) => WILD.test(value))
      .map((value): Width => ({ kind: "Principal", value })),
    ...not("NotPrincipal", statement.notprincipal),
  ];
}

function principals(principal: unknown): string[] {
  return isObject(principal) ? Object.values(principal).flatMap(asStrings) : asStrings(principal);
}

function isOwn({ action, condition }: Statement, resource: string): boolean {
  const keys = Object.values(asObject(condition)).flatMap((operator) => Object.keys(asObject(operator)));
  const actions = asStrings(action);
  return (
    actions.length > 0 &&
    actions.every((one) =>
      OWN_WILDCARDS.some(
        (own) =>
          own.actions.includes(one) &&
          own.resource.test(resource) &&
          (own.conditions ?? []).every((condition) => keys.some((key) => condition.test(key))),
      ),
    )
  );
}

/** Whether one of these statements allowed already all that this one allows. */
export function wasThere(statement: Statement, before: readonly Statement[]): boolean {
  return before.some((one) => allows(one) && includes(one, statement));
}

function includes(wide: Statement, narrow: Statement): boolean {
  const same = (key: string) => canonical(wide[key] ?? null) === canonical(narrow[key] ?? null);
  const within = (key: string) => {
    const allowed = asList(wide[key]).map(String);
    return asList(narrow[key]).every((value) => allowed.some((pattern) => matches(pattern, String(value))));
  };
  return (
    ["principal", "notprincipal", "notaction", "notresource", "condition"].every(same) &&
    within("action") &&
    within("resource")
  );
}

function matches(pattern: string, value: string): boolean {
  const [first = "", ...rest] = pattern.split("*").map((part) => part.replace(/[.+^${}()|[\]\\?]/g, "\\$&"));
  return pattern === value || (rest.length > 0 && new RegExp(`^${[first, ...rest].join(".*")}$`).test(value));
}
