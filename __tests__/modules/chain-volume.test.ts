import { roleStatements } from "../support/policies";
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
  for (const nodeName of ["node-0", "node-1"]) {
    const [statements, ...others] = roleStatements(fleet, new RegExp(`nodes_${nodeName}_host`));
    expect(others).toEqual([]);
    const ec2 = statements?.filter(({ Action }) => Action.some((action) => action.startsWith("ec2:")));
    const volume = [
      expect.stringMatching(new RegExp(`:volume/\\$\\{aws_ebs_volume\\.nodes_${nodeName}_chain_volume_\\w+\\.id\\}$`)),
    ];
    expect(ec2).toEqual([
      {
        Sid: "FindHolder",
        Effect: "Allow",
        Action: ["ec2:DescribeVolumes", "ec2:DescribeInstances"],
        Resource: ["*"],
      },
      {
        Sid: "MoveChainVolume",
        Effect: "Allow",
        Action: ["ec2:AttachVolume", "ec2:DetachVolume"],
        Resource: volume,
      },
      {
        Sid: "MoveOnThisNode",
        Effect: "Allow",
        Action: ["ec2:AttachVolume", "ec2:DetachVolume"],
        Resource: [expect.stringMatching(/:instance\/\*$/)],
        Condition: { StringEquals: { "aws:ResourceTag/EthereumNode": `mainnet-parity-${nodeName}` } },
      },
      {
        Sid: "MarkChainVolume",
        Effect: "Allow",
        Action: ["ec2:CreateTags"],
        Resource: volume,
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["ChainDiskInitialised"] } },
      },
    ]);
  }
});
