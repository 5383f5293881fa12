import { say } from "../../plan/words";
import type { Rule } from "../finding";
import { isKept, named } from "../project-facts";

export const keptDeposed: Rule = {
  name: "kept-deposed",
  level: "forbidden",
  finds: "one of these that an earlier, broken replacement left behind, and that this plan removes",
  find: ({ changes }) =>
    changes
      .filter((change) => isKept(change) && change.deposed !== undefined)
      .map((change) => ({
        resource: change.address,
        text: say`${named(change)} that a broken replacement left behind (deposed ${change.deposed ?? ""}) would be DESTROYED: it may be the one with the data`,
      })),
};
