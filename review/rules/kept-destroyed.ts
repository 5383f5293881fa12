import { say } from "../../plan/words";
import { endingOf } from "../ending";
import type { Rule } from "../finding";
import { isKept, named } from "../project-facts";

export const keptDestroyed: Rule = {
  name: "kept-destroyed",
  level: "forbidden",
  finds: "a chain disk, a zone, a public address or a state bucket that is destroyed, or replaced by a new one",
  find: ({ changes }) =>
    changes
      .filter((change) => isKept(change) && change.deposed === undefined)
      .flatMap((change) => {
        const ending = endingOf(change);
        if (ending === "destroyed") {
          return [{ resource: change.address, text: say`${named(change)} would be DESTROYED` }];
        }
        return ending === "replaced"
          ? [
              {
                resource: change.address,
                text: say`${named(change)} would be DESTROYED and a new one made in its place`,
              },
            ]
          : [];
      }),
};
