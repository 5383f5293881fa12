import { asNumber } from "../../plan/json";
import { nodeOf } from "../../plan/nodes";
import { say } from "../../plan/words";
import { isGone } from "../ending";
import type { Finding, Rule } from "../finding";

export const nodeLeaves: Rule = {
  name: "node-leaves",
  level: "forbidden",
  finds: "a node whose group of hosts goes and does not come back, or the end of the cluster or service of all nodes",
  find: ({ changes }) =>
    changes.flatMap((change): Finding[] => {
      const { address, after, before, type } = change;
      if (type === "aws_autoscaling_group") {
        const closed = asNumber(after?.max_size) === 0 && asNumber(before?.max_size) !== 0 && before !== undefined;
        const node = nodeOf(change) ?? address;
        return isGone(change) || closed
          ? [{ resource: address, text: say`${node} LEAVES: its host would be removed for good` }]
          : [];
      }
      return (type === "aws_ecs_service" || type === "aws_ecs_cluster") && isGone(change)
        ? [{ resource: address, text: say`all nodes STOP for good: ${address} would be removed` }]
        : [];
    }),
};
