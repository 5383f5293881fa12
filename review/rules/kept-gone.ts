import { say } from "../../plan/words";
import type { Rule } from "../finding";
import { isKept, named } from "../project-facts";

export const keptGone: Rule = {
  name: "kept-gone",
  level: "forbidden",
  finds:
    "one of these that was deleted outside Terraform, or is not found in this account and region, and would be made anew and empty",
  find: ({ drift }) =>
    drift
      .filter((change) => isKept(change) && change.actions.includes("delete"))
      .map((change) => ({
        resource: change.address,
        text: say`${named(change)} is GONE from this account and region, or was deleted outside Terraform: look for it before a new, empty one is made`,
      })),
};
