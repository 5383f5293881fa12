import { say } from "../../plan/words";
import { endingOf } from "../ending";
import type { Rule } from "../finding";
import { isKept, named } from "../project-facts";

export const keptForgotten: Rule = {
  name: "kept-forgotten",
  level: "forbidden",
  finds:
    "one of these that leaves the state while it stays in AWS (`removed` with `destroy = false`): nothing protects it any more",
  find: ({ changes }) =>
    changes
      .filter((change) => isKept(change) && endingOf(change)?.startsWith("forgotten"))
      .map((change) => ({
        resource: change.address,
        text: say`${named(change)} would be FORGOTTEN: it stays in AWS and is billed, and Terraform protects it no more`,
      })),
};
