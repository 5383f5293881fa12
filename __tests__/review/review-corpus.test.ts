import { asObject, asObjects, isObject, type Json } from "../../plan/json";
import { NODE_TAG } from "../../plan/nodes";
import { planOf } from "../../plan/read-plan";
import type { Rule } from "../../review/finding";
import { rendered } from "../../review/render";
import { forbidden, review } from "../../review/review";
import { RULES } from "../../review/rules";
import { corpus } from "./support/corpus";
import { CASES } from "./support/corpus-cases";

const TODAY = "2026-11-27";
const all = corpus();
const harmful = all.filter((one) => one.harmful !== undefined);
const harmless = all.filter((one) => one.harmful === undefined);
const judged = (plan: Json, rules: readonly Rule[] = RULES) => review(planOf(plan), [], TODAY, rules);
const rulesOf = (plan: Json, rules?: readonly Rule[]) => judged(plan, rules).findings.map(({ rule }) => rule);

test("the corpus has the plan of each case, at least 60, half of them harmful", () => {
  expect(all.map(({ name }) => name).sort()).toEqual(CASES.map(({ name }) => name).sort());
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(harmful.length * 2).toBeGreaterThanOrEqual(all.length - 5);
  expect(harmless.length * 2).toBeGreaterThanOrEqual(all.length - 30);
});

test("no harmful plan is missed, and each is found by its rule", () => {
  expect(harmful.filter((one) => !rulesOf(one.plan).includes(one.harmful as string)).map(({ name }) => name)).toEqual(
    [],
  );
  expect(harmful.filter(({ plan }) => forbidden(judged(plan)).length === 0).map(({ name }) => name)).toEqual([]);
});

test("no harmless plan is forbidden", () => {
  const alarms = harmless.flatMap(({ name, plan }) =>
    forbidden(judged(plan)).map(({ resource, rule }) => `${name}: ${rule} ${resource}`),
  );
  expect(alarms).toEqual([]);
});

test("what hurts without being forbidden is told", () => {
  const silent = all.filter(({ hurts, plan }) => hurts !== undefined && !rulesOf(plan).includes(hurts));
  expect(silent.map(({ hurts, name }) => `${name}: ${hurts}`)).toEqual([]);
});

test("each rule that forbids is needed: without it a plan of the corpus is missed", () => {
  const needless = RULES.filter(({ level }) => level === "forbidden").filter((off) => {
    const rest = RULES.filter((rule) => rule !== off);
    return harmful.every((one) => rulesOf(one.plan, rest).includes(one.harmful as string));
  });
  expect(needless.map(({ name }) => name)).toEqual([]);
});

describe("where Terraform calls every value sensitive", () => {
  /** Texts that the plan holds as values, and not as addresses or types too. */
  function secrets(plan: Json): string[] {
    const texts = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value === "string" && value.length > "required".length) {
        texts.add(value);
      } else if (Array.isArray(value)) {
        value.forEach(collect);
      } else if (isObject(value)) {
        Object.values(value).forEach(collect);
      }
    };
    const changes = asObjects(plan.resource_changes);
    for (const { change } of changes) {
      collect([asObject(change).before, asObject(change).after]);
    }
    const open = JSON.stringify([
      changes.map(({ address, type, provider_name }) => [address, type, provider_name]),
      plan.configuration,
      plan.prior_state,
      plan.output_changes,
      plan.checks,
    ]);
    return [...texts].filter((text) => text !== NODE_TAG && !open.includes(JSON.stringify(text).slice(1, -1)));
  }
  const hidden = (plan: Json): Json => {
    const hide = (changes: unknown) =>
      asObjects(changes).map((resource) => ({
        ...resource,
        change: { ...asObject(resource.change), before_sensitive: true, after_sensitive: true },
      }));
    return { ...plan, resource_changes: hide(plan.resource_changes), resource_drift: hide(plan.resource_drift) };
  };

  test("none is printed, in any style", () => {
    const leaks = all.flatMap(({ name, plan }) => {
      const result = judged(hidden(plan));
      const text = rendered(result, "plain") + rendered(result, "markdown");
      return secrets(plan)
        .filter((secret) => text.includes(secret.slice(0, 40)))
        .map((secret) => `${name}: ${secret.slice(0, 60)}`);
    });
    expect(leaks).toEqual([]);
  });

  test("no harmful plan is missed", () => {
    expect(
      harmful.filter((one) => !rulesOf(hidden(one.plan)).includes(one.harmful as string)).map(({ name }) => name),
    ).toEqual([]);
  });
});
