import { asObject, asString } from "../../plan/json";
import { say } from "../../plan/words";
import type { Rule } from "../finding";
import { named } from "../project-facts";

/** What was taken out of the state shows no change: only what would be made a second time. */
export const secondDisk: Rule = {
  name: "second-disk",
  level: "forbidden",
  finds: "a new chain disk where AWS has one of that name already: the old one was taken out of the state",
  find: ({ changes, data }) => {
    const there = data
      .filter(({ type }) => type === "aws_ebs_volume")
      .map(({ values }) => ({ id: asString(values.id), name: asString(asObject(values.tags).Name) }));
    return changes
      .filter(({ actions, type }) => type === "aws_ebs_volume" && actions.includes("create"))
      .flatMap((change) => {
        const name = asString(asObject(change.after?.tags).Name);
        const old = there.find((volume) => volume.name === name && volume.id !== change.before?.id);
        return old === undefined || name === ""
          ? []
          : [
              {
                resource: change.address,
                text: say`${named(change)} would be made anew and EMPTY beside ${old.id}, which has its name and is no longer in the state`,
              },
            ];
      });
  },
};
