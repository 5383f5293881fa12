import { resources, synthesize } from "../../support/synthesize";

test("keeps nothing of what is deleted unless it is asked to", () => {
  expect(resources(synthesize().node, "aws_rbin_rule")).toEqual([]);
});

test("keeps volumes and snapshots by the tag that both carry", () => {
  const { node } = synthesize({ ETHNODE_NAME: "my-chain", ETHNODE_RECYCLE_BIN_DAYS: "14", ETHNODE_NODE_COUNT: "2" });
  const [provider] = node.provider.aws ?? [];
  expect(provider?.default_tags).toEqual([{ tags: `\${merge(var.tags, {"Project" = "my-chain"})}` }]);
  const common = {
    resource_tags: [{ resource_tag_key: "Project", resource_tag_value: "my-chain" }],
    retention_period: { retention_period_unit: "DAYS", retention_period_value: 14 },
  };
  expect(resources(node, "aws_rbin_rule")).toEqual([
    { ...common, resource_type: "EBS_SNAPSHOT", description: "Deleted snapshots of the Ethereum nodes my-chain" },
    { ...common, resource_type: "EBS_VOLUME", description: "Deleted volumes of the Ethereum nodes my-chain" },
  ]);
});
