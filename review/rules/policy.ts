import { asObject, asString, asStrings, canonical, isObject, type Json } from "../../plan/json";
import type { Change, Plan } from "../../plan/plan";
import { say, type Words } from "../../plan/words";
import type { Finding, Rule } from "../finding";
import { allows, type Statement, statementsIn, statementsOfTemplate, wasThere, widths } from "../policy";

/** Where policies stand. */
const POLICY_ATTRIBUTES = [
  "policy",
  "assume_role_policy",
  "inline_policy",
  "access_policy",
  "repository_policy",
  "policy_document",
  "resource_policy",
];

export const policyWildcard: Rule = {
  name: "policy-wildcard",
  level: "forbidden",
  finds:
    "a right that was not there with a wildcard in its actions, resources or principals, with NotAction, NotResource or NotPrincipal, or from a managed policy that the plan does not show",
  find: (plan) => plan.changes.flatMap((change) => [...wideStatements(change, plan), ...attachments(change, plan)]),
};

export const policyUnread: Rule = {
  name: "policy-unread",
  level: "note",
  finds: "a policy that cannot be read: known only after the apply, or no JSON",
  find: (plan) =>
    plan.changes.filter(isMade).flatMap((change) =>
      POLICY_ATTRIBUTES.filter(
        (attribute) =>
          plan.configured(change, attribute) !== undefined ||
          change.before?.[attribute] !== undefined ||
          change.type.startsWith("aws_iam_"),
      )
        .map((attribute) => ({ attribute, reason: unreadable(change, attribute, plan) }))
        .flatMap(({ attribute, reason }) =>
          reason === undefined
            ? []
            : [
                {
                  resource: change.address,
                  text: { parts: [...say`${attribute} of ${change.address} `.parts, reason] },
                },
              ],
        ),
    ),
};

export const trustWidened: Rule = {
  name: "trust-widened",
  level: "risk",
  finds:
    "a right that loses its condition, another account that gets a right, or a role that loses its permissions boundary",
  find: (plan) =>
    plan.changes.filter(isMade).flatMap((change) => {
      const { address, after, before } = change;
      const lost =
        asString(before?.permissions_boundary) !== "" &&
        asString(after?.permissions_boundary) === "" &&
        asObject(change.unknown).permissions_boundary !== true;
      return [
        ...(lost ? [{ resource: address, text: say`${address} would lose its permissions boundary` }] : []),
        ...newStatements(change, plan)
          .filter(({ statement, before: old }) => old.some((one) => isSameWithoutCondition(one, statement)))
          .map(({ shown }) => ({
            resource: address,
            text: say`${address} would allow without its condition: ${shown}`,
          })),
        ...newStatements(change, plan)
          .filter(({ statement, before: old }) => isForStrangers(statement, old, plan))
          .map(({ shown }) => ({ resource: address, text: say`${address} would allow another account: ${shown}` })),
      ];
    }),
};

interface NewStatement {
  readonly statement: Statement;
  readonly before: readonly Statement[];
  /** To print. */
  readonly shown: Words;
}

function isMade({ actions, after }: Change): boolean {
  return after !== undefined && (actions.includes("create") || actions.includes("update"));
}

/** The allowing statements of a change that were not there. */
function newStatements(change: Change, plan: Plan): NewStatement[] {
  if (!isMade(change)) {
    return [];
  }
  const before = statementsIn(change.before);
  const known = statementsIn(change.after);
  const shown = statementsIn(change.shownAfter).map(canonical);
  const guessed = POLICY_ATTRIBUTES.filter((attribute) => isUnknown(change, attribute)).flatMap(
    (attribute) => statementsOfTemplate(plan.configured(change, attribute)?.constant_value) ?? [],
  );
  return [
    ...known.map((statement) => ({
      statement,
      before,
      shown: shown.includes(canonical(statement)) ? shownStatement(statement) : say`(sensitive)`,
    })),
    ...guessed.map((statement) => ({ statement, before, shown: shownStatement(statement) })),
  ].filter(({ statement }) => allows(statement) && !wasThere(statement, before));
}

function wideStatements(change: Change, plan: Plan): Finding[] {
  return newStatements(change, plan).flatMap(({ shown, statement }) => {
    const wide = widths(statement);
    const kinds = [...new Set(wide.map(({ kind }) => kind))].join(", ");
    return wide.length === 0
      ? []
      : [
          {
            resource: change.address,
            text: say`${change.address} would ALLOW more than one thing to one resource, by its ${kinds}: ${shown}`,
          },
        ];
  });
}

/** Policies by their ARN, whose statements are elsewhere. */
function attachments(change: Change, { changes }: Plan): Finding[] {
  if (!change.type.startsWith("aws_iam_") || !isMade(change)) {
    return [];
  }
  const arns = (values: Json | undefined) =>
    ["policy_arn", "policy_arns", "managed_policy_arns"].flatMap((key) => asStrings(values?.[key]));
  const own = changes
    .filter(({ type }) => type === "aws_iam_policy")
    .flatMap(({ after, before }) => [before?.arn, after?.arn]);
  const shown = arns(change.shownAfter);
  return arns(change.after)
    .filter((arn) => !arns(change.before).includes(arn) && !own.includes(arn))
    .map((arn) => ({
      resource: change.address,
      text: say`${change.address} would ALLOW what ${shown.includes(arn) ? arn : "(sensitive)"} says, which the plan does not show`,
    }));
}

function shownStatement(statement: Statement): Words {
  const parts = ["action", "notaction", "resource", "notresource", "principal", "notprincipal"]
    .filter((key) => statement[key] !== undefined)
    .map((key) => `${key} ${inShort(statement[key])}`);
  return say`${parts.join(", ")}`;
}

function inShort(value: unknown): string {
  return isObject(value) ? canonical(value) : asStrings(value).join(" ");
}

function isSameWithoutCondition(old: Statement, now: Statement): boolean {
  const without = ({ condition: _, sid: __, ...rest }: Statement) => canonical(rest);
  return allows(old) && old.condition !== undefined && now.condition === undefined && without(old) === without(now);
}

const ACCOUNT = /(^|:)(\d{12})(:|$)/;

/** Whether an account gets a right that is neither the plan's own nor had one here. */
function isForStrangers(statement: Statement, before: readonly Statement[], { data }: Plan): boolean {
  const own = data.filter(({ type }) => type === "aws_caller_identity").map(({ values }) => values.account_id);
  const accounts = ({ principal }: Statement) =>
    asStrings(asObject(principal).AWS).flatMap((value) => ACCOUNT.exec(value)?.[2] ?? []);
  const known = [...own, ...before.flatMap(accounts)];
  return accounts(statement).some((account) => !known.includes(account));
}

function unreadable(change: Change, attribute: string, plan: Plan): string | undefined {
  if (isUnknown(change, attribute)) {
    const configured = plan.configured(change, attribute);
    if (configured === undefined) {
      return undefined;
    }
    return statementsOfTemplate(configured.constant_value) === undefined
      ? "is known only after the apply: nobody can read it in the plan"
      : undefined;
  }
  const value = change.after?.[attribute];
  if (typeof value !== "string" || value === "" || value === change.before?.[attribute]) {
    return undefined;
  }
  return statementsIn(value).length === 0 ? "is no policy that can be read" : undefined;
}

function isUnknown({ unknown }: Change, attribute: string): boolean {
  return asObject(unknown)[attribute] === true;
}
