import { only, resources, synthesize } from "../support/synthesize";

const { node } = synthesize();

test("refuses to destroy the disk unless protection is off", () => {
  expect(only(node, "aws_ebs_volume").lifecycle).toMatchObject({ prevent_destroy: true });
  expect(only(synthesize({ ETHNODE_PROTECT_CHAIN_DISK: "false" }).node, "aws_ebs_volume").lifecycle).toMatchObject({
    prevent_destroy: false,
  });
});

test("keeps the disk when the snapshot id, the initialisation rate or the host's tag changes, and tracks all else", () => {
  expect(only(node, "aws_ebs_volume").lifecycle).toMatchObject({
    ignore_changes: ["snapshot_id", "volume_initialization_rate", 'tags["ChainDiskInitialised"]'],
  });
});

test("takes a final snapshot and waits a day for it, whether protected or not", () => {
  for (const protect of ["true", "false"]) {
    const volume = only(synthesize({ ETHNODE_PROTECT_CHAIN_DISK: protect }).node, "aws_ebs_volume");
    expect(volume).toMatchObject({ final_snapshot: true, timeouts: { delete: "24h" } });
  }
});

test("gives null, never an empty string, when there is no snapshot", () => {
  expect(only(node, "aws_ebs_volume").snapshot_id).toBe(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a Terraform expression
    '${("" != var.chain_snapshot_id) ? var.chain_snapshot_id : null}',
  );
});

test("encrypts every disk", () => {
  const disks = resources(synthesize({ ETHNODE_NODE_COUNT: "3" }).node, "aws_ebs_volume");
  expect(disks.map(({ encrypted }) => encrypted)).toEqual([true, true, true]);
});

test("lets a host attach its own disk to itself, mark it as initialised, and no more", () => {
  const { node: fleet } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  const hostRights = Object.entries(fleet.data.aws_iam_policy_document ?? {}).filter(([id]) =>
    /host_identity_rights/.test(id),
  );
  expect(hostRights).toHaveLength(2);
  for (const [id, document] of hostRights) {
    const nodeName = id.match(/node-\d/)?.[0];
    const ec2 = (document.statement as { actions: string[]; resources: string[]; condition?: unknown }[]).filter(
      (statement) => statement.actions.some((action) => action.startsWith("ec2:")),
    );
    const volume = [expect.stringMatching(new RegExp(`aws_ebs_volume\\.nodes_${nodeName}_chain_volume_\\w+\\.arn`))];
    expect(ec2).toEqual([
      { sid: "FindChainVolume", actions: ["ec2:DescribeVolumes"], resources: ["*"] },
      { sid: "AttachChainVolume", actions: ["ec2:AttachVolume"], resources: volume },
      {
        sid: "AttachToThisNode",
        actions: ["ec2:AttachVolume"],
        resources: [expect.stringMatching(/:instance\/\*$/)],
        condition: [
          { test: "StringEquals", variable: "aws:ResourceTag/EthereumNode", values: [`mainnet-parity-${nodeName}`] },
        ],
      },
      {
        sid: "MarkChainVolume",
        actions: ["ec2:CreateTags"],
        resources: volume,
        condition: [{ test: "ForAllValues:StringEquals", variable: "aws:TagKeys", values: ["ChainDiskInitialised"] }],
      },
    ]);
  }
});
