import { isUntouched } from "../../plan/plan";
import { joined, say } from "../../plan/words";
import { type Rule, WHOLE_PLAN } from "../finding";

/** OpenTofu's plans do not tell whether they are complete. */
const OPENTOFU = /opentofu/;

export const incomplete: Rule = {
  name: "incomplete",
  level: "forbidden",
  finds:
    "a plan of a part only (`-target`, `-exclude`, deferred changes), and one of Terraform that does not say that it is whole",
  find: ({ changes, complete, deferred }) => {
    const isTofu = changes.some(({ provider }) => OPENTOFU.test(provider));
    if (complete === true || (complete === undefined && isTofu)) {
      return deferred.length === 0
        ? []
        : [{ resource: WHOLE_PLAN, text: say`the plan puts ${deferred.length} changes off` }];
    }
    const text =
      complete === false
        ? say`the plan is of a part only (complete: false): what it leaves out nobody sees`
        : say`the plan does not say that it is whole`;
    return [{ resource: WHOLE_PLAN, text }];
  },
};

export const maybeIncomplete: Rule = {
  name: "maybe-incomplete",
  level: "note",
  finds: "a plan of OpenTofu, which does not tell whether it is of a part only",
  find: ({ changes, complete }) =>
    complete === undefined && changes.some(({ provider }) => OPENTOFU.test(provider))
      ? [
          {
            resource: WHOLE_PLAN,
            text: say`OpenTofu does not tell whether the plan is of a part only (-target, -exclude)`,
          },
        ]
      : [],
};

export const errored: Rule = {
  name: "errored",
  level: "forbidden",
  finds: "a plan that ended in an error, that cannot be applied, or in which a condition does not hold",
  find: ({ applyable, changes, checks, errored }) => [
    ...(errored ? [{ resource: WHOLE_PLAN, text: say`the plan ended in an ERROR` }] : []),
    ...(!errored && applyable === false && changes.some((change) => !isUntouched(change))
      ? [{ resource: WHOLE_PLAN, text: say`the plan cannot be applied (applyable: false)` }]
      : []),
    ...failed(checks.filter(({ kind }) => kind !== "check")),
  ],
};

/** A check block warns only: `disk-speed`. */
export const checkFailed: Rule = {
  name: "check-failed",
  level: "risk",
  finds: "a check that does not hold, such as a disk that is faster than its machine",
  find: ({ checks }) => failed(checks.filter(({ kind }) => kind === "check")),
};

function failed(checks: Parameters<Rule["find"]>[0]["checks"]) {
  return checks
    .filter(({ status }) => status === "fail" || status === "error")
    .map(({ address, messages }) => ({
      resource: address,
      text: joined([say`${address} does not hold`, ...messages.map((message) => say`${message}`)], ": "),
    }));
}
