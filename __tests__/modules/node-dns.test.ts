import { synthesize } from "../support/synthesize";

test("lets a host set the address of its own name in this zone and nothing else", () => {
  const { node } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  const statements = Object.entries(node.data.aws_iam_policy_document ?? {}).flatMap(([id, document]) =>
    (document.statement as { actions: string[] }[])
      .filter(({ actions }) => actions.some((action) => action.startsWith("route53:")))
      .map((statement) => [id.match(/node-\d/)?.[0], statement] as const),
  );
  expect(statements).toHaveLength(2);
  for (const [nodeName, statement] of statements) {
    expect(statement).toEqual({
      sid: "RegisterAddress",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [expect.stringMatching(/:hostedzone\/\$\{aws_route53_zone\.\w+\.zone_id\}$/)],
      condition: [
        only("NormalizedRecordNames", `${nodeName}.\${var.dns_name}`),
        only("RecordTypes", "A"),
        only("Actions", "UPSERT"),
      ],
    });
  }
});

function only(key: string, value: string) {
  return { test: "ForAllValues:StringEquals", variable: `route53:ChangeResourceRecordSets${key}`, values: [value] };
}
