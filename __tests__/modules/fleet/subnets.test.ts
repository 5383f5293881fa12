import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

type Data = { count: string; lifecycle: { postcondition: { condition: string; error_message: string }[] } };

const { node } = synthesize();
const [search] = Object.values(node.data.aws_vpcs ?? {}) as unknown as [Data];
const [isThere] = search.lifecycle.postcondition as [Data["lifecycle"]["postcondition"][number]];

test.each([
  ["[]", "1"],
  ['["subnet-0123456789abcdef0"]', "0"],
])("looks for a default VPC with subnet_ids = %s: %s times", (subnetIds, count) => {
  expect(evaluate(search.count, { "var\\.subnet_ids": subnetIds })).toBe(count);
});

test.each([
  ["[]", "false"],
  ['["vpc-0123"]', "true"],
])("a region with the default VPCs %s can have nodes without subnet_ids: %s", (ids, passes) => {
  expect(evaluate(isThere.condition, { "self\\.ids": ids })).toBe(passes);
});

test("each node's subnet is asked for under an address that names the variable and the node", () => {
  const { data } = synthesize({ ETHNODE_NODE_NAMES: "alice,bob" }).node;
  expect(Object.keys(data.aws_subnet ?? {})).toEqual(["subnet_ids_of_alice", "subnet_ids_of_bob"]);
});

test("the refusal names the variable, the rule and the region", () => {
  expect(isThere.error_message).toBe(
    "subnet_ids must name a subnet a node, as eu-central-1 has no default VPC; got [].",
  );
});
