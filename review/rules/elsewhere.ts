import { asObject, asString, type Json } from "../../plan/json";
import type { Plan } from "../../plan/plan";
import { say } from "../../plan/words";
import { type Finding, type Rule, WHOLE_PLAN } from "../finding";

/** Where what the state holds is, by its ARNs. */
interface Place {
  readonly region: string;
  readonly account: string;
}

const ARN = /^arn:[\w-]+:[\w-]+:([\w-]*):(\d{12})?:/;

export const regionChanged: Rule = {
  name: "region-changed",
  level: "forbidden",
  finds: "a provider in another region than what the state holds",
  find: (plan) => {
    const output = plan.outputs.region;
    const changed =
      typeof output?.before === "string" && typeof output.after === "string" && output.before !== output.after;
    const moved = plan.changes.filter(
      ({ after, before, type }) =>
        type.startsWith("aws_") &&
        asString(before?.region) !== "" &&
        asString(after?.region) !== "" &&
        before?.region !== after?.region,
    );
    // A provider of another region may stand beside the stack's own.
    const strangers =
      plan.regions.length === 0 ? [] : [...places(plan, "region")].filter(([region]) => !plan.regions.includes(region));
    return [
      ...strangers.map(([region, isShown]) =>
        whole(
          `the state holds resources in ${isShown ? region : "another region"}, and the plan is for ${plan.regions.join(", ")}`,
        ),
      ),
      ...(changed && output !== undefined && strangers.length === 0
        ? [whole(`the region of the nodes would change from ${output.before} to ${output.after}`)]
        : []),
      ...moved.map(({ address, shownAfter, shownBefore }) => ({
        resource: address,
        text: say`${address} would move from region ${asString(shownBefore.region)} to ${asString(shownAfter.region)}`,
      })),
    ];
  },
};

export const accountChanged: Rule = {
  name: "account-changed",
  level: "forbidden",
  finds: "credentials of another AWS account than that of what the state holds",
  find: (plan) => {
    const callers = plan.data
      .filter(({ type }) => type === "aws_caller_identity")
      .map(({ values }) => asString(values.account_id));
    return callers.length === 0
      ? []
      : [...places(plan, "account")]
          .filter(([account]) => !callers.includes(account))
          .map(([account, isShown]) =>
            whole(
              `the state holds resources of ${isShown ? `account ${account}` : "another account"}, and the plan is for ${callers.join(", ")}`,
            ),
          );
  },
};

/** Where the state's resources are, each with whether it may be printed. */
function places({ changes, drift }: Plan, part: keyof Place): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const change of [...changes, ...drift]) {
    const shown = placesOf(change.type, change.shownBefore).map((place) => place[part]);
    for (const { [part]: value } of placesOf(change.type, change.before ?? {})) {
      if (value !== "") {
        found.set(value, (found.get(value) ?? false) || shown.includes(value));
      }
    }
  }
  return found;
}

function placesOf(type: string, values: Json): Place[] {
  const [, region = "", account = ""] = ARN.exec(asString(values.arn) || asString(values.id)) ?? [];
  const owner = type === "terraform_data" ? asObject(values.output) : {};
  return [
    { region, account },
    { region: asString(owner.region), account: asString(owner.account) },
  ];
}

function whole(text: string): Finding {
  return { resource: WHOLE_PLAN, text: say`${text}` };
}
