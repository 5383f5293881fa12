import { nodeOf } from "../../plan/nodes";
import type { Change } from "../../plan/plan";
import { say } from "../../plan/words";
import type { Rule } from "../finding";
import { isKept, named } from "../project-facts";

export const keptMoved: Rule = {
  name: "kept-moved",
  level: "forbidden",
  finds: "one of these that moves in the state to another node or role",
  find: ({ changes }) =>
    changes
      .filter((change) => isKept(change) && change.previousAddress !== undefined && !isSamePlace(change))
      .map((change) => ({
        resource: change.address,
        text: say`${named(change)} would move in the state from ${change.previousAddress ?? ""} to ${change.address}: to another node or role`,
      })),
};

/** Whether both addresses say the same but for the folder that they are in and the hash of the construct. */
function isSamePlace({ address, previousAddress = "", ...change }: Change): boolean {
  const place = (of: string) => {
    const [path = "", key = ""] = of.split(/(?=\[[^\]]*\]$)/);
    const name = path.split(".").at(-1) ?? "";
    return `${nodeOf({ ...change, address: of, name, shownBefore: {}, shownAfter: {} }) ?? ""} ${name.replace(/_[0-9A-F]{8}$/, "")}${key}`;
  };
  return place(address) === place(previousAddress);
}
