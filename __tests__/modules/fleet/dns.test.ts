import { roleStatements } from "../../support/policies";
import { resources, synthesize, type TerraformJson } from "../../support/synthesize";

const { node: fleet } = synthesize({ ETHNODE_NODE_COUNT: "2" });
const zone = expect.stringMatching(/:hostedzone\/\$\{aws_route53_zone\.\w+\.zone_id\}$/);

function route53(stack: TerraformJson, nodeName: string) {
  const [statements] = roleStatements(stack, new RegExp(`nodes_${nodeName}_host`));
  return statements?.filter(({ Action }) => Action.some((action) => action.startsWith("route53:")));
}

const changes = (names: readonly string[]) => ({
  Sid: "RegisterAddress",
  Effect: "Allow",
  Action: ["route53:ChangeResourceRecordSets"],
  Resource: [zone],
  Condition: {
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": ["CREATE", "UPSERT", "DELETE"],
    },
  },
});

test.each(["node-0", "node-1"])(
  "lets %s change its own name and its share of the common one, and see the others",
  (nodeName) => {
    expect(route53(fleet, nodeName)).toEqual([
      changes([`${nodeName}.\${var.dns_name}`, `${nodeName}.rpc.\${var.dns_name}`]),
      { Sid: "FindOtherNodes", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: [zone] },
    ]);
  },
);

test("leads the common name to each node's share, after the node's group", () => {
  expect(resources(fleet, "aws_route53_record")).toEqual(
    ["node-0", "node-1"].map((nodeName) => ({
      zone_id: expect.stringMatching(/^\$\{aws_route53_zone\.\w+\.zone_id\}$/),
      name: `rpc.\${var.dns_name}`,
      type: "CNAME",
      ttl: 60,
      set_identifier: nodeName,
      weighted_routing_policy: { weight: 1 },
      records: [`${nodeName}.rpc.\${var.dns_name}`],
      depends_on: [expect.stringMatching(new RegExp(`^aws_autoscaling_group\\.nodes_${nodeName}_host_group_`))],
    })),
  );
});

test("tells each host the common name and its own share of it, and no other node's", () => {
  for (const [nodeName, other] of [
    ["node-0", "node-1"],
    ["node-1", "node-0"],
  ]) {
    const [environment = ""] = Object.entries(fleet.locals)
      .filter(([id]) => id.startsWith(`nodes_${nodeName}_`))
      .map(([, local]) => JSON.stringify(local));
    expect(environment).toContain(`SHARED_RECORD_NAME='rpc.\${var.dns_name}'`);
    expect(environment).toContain(`MEMBER_RECORD_NAME='${nodeName}.rpc.\${var.dns_name}'`);
    expect(environment).not.toContain(`${other}`);
  }
});
