import { asObject, asString } from "../../plan/json";
import type { Change, Plan } from "../../plan/plan";
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
      output !== undefined && output.before !== null && output.before !== undefined && output.before !== output.after;
    const moved = plan.changes.filter(
      ({ after, before, type }) =>
        type.startsWith("aws_") &&
        asString(before?.region) !== "" &&
        asString(after?.region) !== "" &&
        before?.region !== after?.region,
    );
    // A provider of another region may stand beside the stack's own.
    const strangers =
      plan.regions.length === 0 ? [] : [...places(plan, "region")].filter((region) => !plan.regions.includes(region));
    return [
      ...strangers.map((region) =>
        whole(`the state holds resources in ${region}, and the plan is for ${plan.regions.join(", ")}`),
      ),
      ...(changed && strangers.length === 0
        ? [whole(`the region of the nodes would change from ${output.before} to ${output.after}`)]
        : []),
      ...moved.map(({ address, after, before }) => ({
        resource: address,
        text: say`${address} would move from region ${asString(before?.region)} to ${asString(after?.region)}`,
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
          .filter((account) => !callers.includes(account))
          .map((account) =>
            whole(`the state holds resources of account ${account}, and the plan is for ${callers.join(", ")}`),
          );
  },
};

function places({ changes, drift }: Plan, part: keyof Place): Set<string> {
  const found = [...changes, ...drift].flatMap((change) => placesOf(change).map((place) => place[part]));
  return new Set(found.filter((value) => value !== ""));
}

function placesOf({ before, type }: Change): Place[] {
  if (before === undefined) {
    return [];
  }
  const [, region = "", account = ""] = ARN.exec(asString(before.arn) || asString(before.id)) ?? [];
  const owner = type === "terraform_data" ? asObject(before.output) : {};
  const recorded = { region: asString(owner.region), account: asString(owner.account) };
  return [{ region, account }, recorded];
}

function whole(text: string): Finding {
  return { resource: WHOLE_PLAN, text: say`${text}` };
}
