import { asObject, canonical, holdsTrue, isObject } from "../plan/json";
import { SENSITIVE } from "../plan/mask";
import type { Change } from "../plan/plan";
import { say, type Words } from "../plan/words";

/** One attribute that differs. */
export interface Difference {
  readonly attribute: string;
  readonly words: Words;
}

const MAXIMUM_CHARACTERS = 60;
/** Copies of what another attribute says. */
const FOLLOWS = ["tags_all"];

/** What the plan changes of a resource, by top-level attribute. */
export function differences(change: Change): Difference[] {
  const { after, before, shownAfter, shownBefore, unknown } = change;
  if (before === undefined || after === undefined) {
    return [];
  }
  const flags = asObject(unknown);
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(flags)])]
    .filter((attribute) => !FOLLOWS.includes(attribute) || canonical(before.tags) === canonical(after.tags))
    .flatMap((attribute) => {
      if (holdsTrue(flags[attribute])) {
        return [{ attribute, words: say`${attribute} (known after apply)` }];
      }
      if (isSame(before[attribute], after[attribute])) {
        return [];
      }
      return [{ attribute, words: shownDifference(attribute, shownBefore[attribute], shownAfter[attribute]) }];
    });
}

function shownDifference(attribute: string, before: unknown, after: unknown): Words {
  const [old, now] = [inShort(before), inShort(after)];
  return old === undefined || now === undefined ? say`${attribute}` : say`${attribute}: ${old} → ${now}`;
}

/** Short values as they are; what is long or structured only by its name. */
function inShort(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") {
    return "none";
  }
  const text = typeof value === "string" ? value : isObject(value) ? undefined : JSON.stringify(value);
  return text !== undefined && text.length <= MAXIMUM_CHARACTERS && !text.includes(SENSITIVE) ? text : undefined;
}

/** Nothing, "" and an empty list are one to providers. */
function isSame(before: unknown, after: unknown): boolean {
  const value = (one: unknown) =>
    one === undefined || one === "" || (Array.isArray(one) && one.length === 0) ? null : one;
  return canonical(value(before)) === canonical(value(after));
}
