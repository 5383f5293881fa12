import { planOf } from "../../../plan/read-plan";
import { inTerminal } from "../../../plan/words";
import { RULES } from "../../../review/rules";
import { planJson, resourceChange } from "./plan";

/** What the lab's provider, 3.39, cannot plan: written down as newer ones have it. */
export type Json = Readonly<Record<string, unknown>>;

/** What all rules find in a plan of these changes, as "rule resource". */
export function findings(changes: readonly Json[], rest: Json = {}): string[] {
  const plan = planOf(planJson(changes, rest));
  return RULES.flatMap(({ find, name }) => find(plan).map(({ resource }) => `${name} ${resource}`));
}

/** What they say of it. */
export function texts(changes: readonly Json[]): string[] {
  const plan = planOf(planJson(changes));
  return RULES.flatMap(({ find }) => find(plan).map(({ text }) => inTerminal(text)));
}

export const create = (address: string, after: Json, rest: Json = {}) =>
  resourceChange(address, ["create"], { after, ...rest });
export const update = (address: string, before: Json, after: Json, rest: Json = {}) =>
  resourceChange(address, ["update"], { before, after, ...rest });
export const destroy = (address: string, before: Json) => resourceChange(address, ["delete"], { before });
