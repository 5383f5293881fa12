import { roleStatements } from "../support/policies";
import { synthesize } from "../support/synthesize";

test.each(["node-0", "node-1"])(
  "lets %s set and remove its own name and the one of all nodes, and nothing else",
  (nodeName) => {
    const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
    const [statements] = roleStatements(node, new RegExp(`nodes_${nodeName}_host`));
    const route53 = statements?.filter(({ Action }) => Action.some((action) => action.startsWith("route53:")));
    expect(route53).toEqual([
      {
        Sid: "RegisterAddress",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: [expect.stringMatching(/:hostedzone\/\$\{aws_route53_zone\.\w+\.zone_id\}$/)],
        Condition: {
          "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
              `${nodeName}.\${var.dns_name}`,
              `rpc.\${var.dns_name}`,
            ],
            "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
            "route53:ChangeResourceRecordSetsActions": ["UPSERT", "DELETE"],
          },
        },
      },
    ]);
  },
);

test("gives a single node no shared name", () => {
  const { node } = synthesize();
  expect(JSON.stringify(node)).not.toContain(`rpc.\${var.dns_name}`);
});
