import { evaluate } from "../../support/evaluate";
import { synthesize, type TerraformJson } from "../../support/synthesize";

type Rule = { condition: string; error_message: string };
type Data = { count?: string; lifecycle: { postcondition: Rule[] } };

const FLEET = { ETHNODE_NODE_COUNT: "2", ETHNODE_RETIRED_NODES: "old" };
const { node } = synthesize(FLEET);
const each = data(node, "aws_ebs_volume");
const snapshot = data(node, "aws_ebs_snapshot");
const [belongs, keepsSize] = each.lifecycle.postcondition as [Rule, Rule];
const [completed, fits, usableKey] = snapshot.lifecycle.postcondition as [Rule, Rule, Rule];

function data(stack: TerraformJson, type: string): Data {
  const [only, ...others] = Object.values(stack.data[type] ?? {});
  expect(others).toEqual([]);
  return only as unknown as Data;
}

/** A rule's condition or message for a volume, or a snapshot, with these attributes. */
function of(template: string, self: Record<string, string>, values: Record<string, string> = {}): string {
  const attributes = Object.fromEntries(Object.entries(self).map(([name, value]) => [`self\\.${name}\\b`, value]));
  return evaluate(template, {
    'self\\.tags\\["Name"\\]': self.Name ?? '""',
    ...attributes,
    "var\\.chain_volume_size_gib": "20",
    "var\\.chain_volume_kms_key_arn": '""',
    "data\\.aws_caller_identity\\.\\w+\\.account_id": '"111122223333"',
    ...values,
  });
}

test("asks EC2 for the chain volumes of this very deployment that are not on their way out", () => {
  const [query] = Object.values(node.data.aws_ebs_volumes ?? {});
  expect(query?.filter).toEqual([
    { name: "tag:Project", values: ["mainnet-parity"] },
    { name: "tag:Name", values: ["mainnet-parity-*-chain"] },
    { name: "status", values: ["creating", "available", "in-use"] },
  ]);
});

test.each([
  ["node-0", "true"],
  ["node-1", "true"],
  ["old", "true"],
  ["node-2", "false"],
])("with the nodes node-0 and node-1, and old retired, a volume of %s passes: %s", (name, passes) => {
  expect(of(belongs.condition, { Name: `"mainnet-parity-${name}-chain"` })).toBe(passes);
});

test("the refusal of a removed node names the volume, the nodes and the setting", () => {
  const message = of(belongs.error_message, {
    Name: '"mainnet-parity-node-2-chain"',
    id: '"vol-0123"',
    size: "20",
  });
  expect(message).toContain("got node-0, node-1, and not the node of vol-0123 (mainnet-parity-node-2-chain, 20 GiB).");
  expect(message).toContain("ETHNODE_RETIRED_NODES");
});

test.each([
  ["node-0", 20, "true"],
  ["node-0", 21, "false"],
  ["old", 21, "true"],
])("with chain_volume_size_gib 20, a volume of %s with %d GiB passes: %s", (name, size, passes) => {
  expect(of(keepsSize.condition, { Name: `"mainnet-parity-${name}-chain"`, size: String(size) })).toBe(passes);
});

test.each([
  ['""', '["mainnet-parity-node-0-chain"]', "0"],
  ['"snap-0"', '["mainnet-parity-node-0-chain"]', "1"],
  ['"snap-0"', '["mainnet-parity-node-0-chain", "mainnet-parity-node-1-chain"]', "0"],
])("with the snapshot %s and the volumes %s it looks at %s snapshots", (id, names, count) => {
  const values = { "\\[for volume in [^\\]]+\\]\\]": names, "var\\.chain_snapshot_id": id };
  expect(evaluate(snapshot.count ?? "", values)).toBe(count);
});

test("takes a snapshot only when it is completed, no larger than the volume, and under a key of this account or with a key given", () => {
  const key = (account: string) => `"arn:aws:kms:eu-central-1:${account}:key/0"`;
  expect(["completed", "pending"].map((state) => of(completed.condition, { state: `"${state}"` }))).toEqual([
    "true",
    "false",
  ]);
  expect(["20", "21"].map((size) => of(fits.condition, { volume_size: size }))).toEqual(["true", "false"]);
  const under = (encrypted: string, snapshotKey: string, ownKey = '""') =>
    of(usableKey.condition, { encrypted, kms_key_id: snapshotKey }, { "var\\.chain_volume_kms_key_arn": ownKey });
  expect([
    under("true", key("111122223333")),
    under("true", key("444455556666")),
    under("true", key("444455556666"), key("111122223333")),
    under("false", '""'),
  ]).toEqual(["true", "false", "true", "true"]);
});
