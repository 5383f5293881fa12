import { evaluate } from "../../support/evaluate";
import { roleStatements } from "../../support/policies";
import { only, resources, synthesize } from "../../support/synthesize";

const { node } = synthesize();

test("refuses to destroy the disk unless protection is off", () => {
  expect(only(node, "aws_ebs_volume").lifecycle).toMatchObject({ prevent_destroy: true });
  expect(only(synthesize({ ETHNODE_PROTECT_CHAIN_DISK: "false" }).node, "aws_ebs_volume").lifecycle).toMatchObject({
    prevent_destroy: false,
  });
});

test("keeps the disk when the snapshot id, the key, the initialisation rate or the host's tag changes, and tracks all else", () => {
  expect(only(node, "aws_ebs_volume").lifecycle).toMatchObject({
    ignore_changes: ["snapshot_id", "kms_key_id", "volume_initialization_rate", 'tags["ChainDiskInitialised"]'],
  });
});

test("takes a final snapshot and waits a day for it, whether protected or not", () => {
  for (const protect of ["true", "false"]) {
    const volume = only(synthesize({ ETHNODE_PROTECT_CHAIN_DISK: protect }).node, "aws_ebs_volume");
    expect(volume).toMatchObject({ final_snapshot: true, timeouts: { delete: "24h" } });
  }
});

test.each([
  ["snapshot_id", "chain_snapshot_id"],
  ["kms_key_id", "chain_volume_kms_key_arn"],
])("gives null, never an empty string, as %s when %s is empty", (attribute, variable) => {
  expect(only(node, "aws_ebs_volume")[attribute]).toBe(`\${("" != var.${variable}) ? var.${variable} : null}`);
});

test("refuses the key of another account before anything is created", () => {
  const { precondition } = only(node, "aws_ebs_volume").lifecycle as { precondition: Record<string, string>[] };
  expect(precondition).toHaveLength(1);
  const evaluated = (arn: string, member: string) =>
    evaluate(String(precondition[0]?.[member]), {
      "var.chain_volume_kms_key_arn": JSON.stringify(arn),
      "data.aws_caller_identity.account_identity_[0-9A-F]+.account_id": '"111122223333"',
    });
  const key = (account: string) => `arn:aws:kms:eu-central-1:${account}:key/0`;
  expect(["", key("111122223333"), key("999999999999")].map((arn) => evaluated(arn, "condition"))).toEqual([
    "true",
    "true",
    "false",
  ]);
  expect(evaluated(key("999999999999"), "error_message")).toBe(
    `chain_volume_kms_key_arn must be a key of account 111122223333, as the key of another may be taken away with all disks under it; got "${key("999999999999")}".`,
  );
});

test("is destroyed before the rules of the Recycle Bin that catches it", () => {
  const { node: binned } = synthesize({ ETHNODE_RECYCLE_BIN_DAYS: "7" });
  const rules = Object.keys(binned.resource.aws_rbin_rule ?? {}).map((id) => `aws_rbin_rule.${id}`);
  expect(rules).toHaveLength(2);
  expect(only(binned, "aws_ebs_volume").depends_on).toEqual(expect.arrayContaining(rules));
  expect(only(node, "aws_ebs_volume")).not.toHaveProperty("depends_on");
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

test("lets EC2 use, in the name of a host, the key of this very disk and no other", () => {
  const { node: fleet } = synthesize({ ETHNODE_NODE_COUNT: "2" });
  for (const nodeName of ["node-0", "node-1"]) {
    const [statements] = roleStatements(fleet, new RegExp(`nodes_${nodeName}_host`));
    const Resource = [
      expect.stringMatching(new RegExp(`^\\$\\{aws_ebs_volume\\.nodes_${nodeName}_chain_volume_\\w+\\.kms_key_id\\}$`)),
    ];
    const throughEc2 = {
      StringEquals: {
        "kms:ViaService": expect.stringMatching(/^ec2\.eu-central-1\.\$\{data\.aws_partition\.\w+\.dns_suffix\}$/),
      },
    };
    expect(statements?.filter(({ Action }) => Action.some((action) => action.startsWith("kms:")))).toEqual([
      {
        Sid: "DecryptChainVolume",
        Effect: "Allow",
        Action: [
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:GenerateDataKeyWithoutPlaintext",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ],
        Resource,
        Condition: throughEc2,
      },
      {
        Sid: "LendKeyToInstance",
        Effect: "Allow",
        Action: ["kms:CreateGrant"],
        Resource,
        Condition: { ...throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  }
});
