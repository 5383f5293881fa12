import { settingsTable } from "../../../stacks/settings/settings-table";
import { VARIABLE_NAMES } from "../../../stacks/variable-names";
import { partitionsOfBotocore } from "../../support/partitions";
import { planVariables } from "../../support/plan-variables";
import { synthesize } from "../../support/synthesize";

const { node, state } = synthesize({ ETHNODE_NODE_COUNT: "2" });

test("declares the variables of the contract and no others", () => {
  expect(Object.keys(node.variable).sort()).toEqual([
    "alarm_email",
    "ami_id",
    "ami_parameter",
    "chain_snapshot_id",
    "chain_volume_initialization_rate",
    "chain_volume_iops",
    "chain_volume_kms_key_arn",
    "chain_volume_size_gib",
    "chain_volume_throughput",
    "chain_volume_type",
    "dns_name",
    "instance_type",
    "key_name",
    "kms_key_arn",
    "log_retention_days",
    "node_running",
    "p2p_cidrs",
    "permissions_boundary_arn",
    "ssh_cidrs",
    "subnet_ids",
    "tags",
  ]);
  expect(Object.keys(node.variable)).toEqual([...VARIABLE_NAMES].sort());
});

test.each(Object.entries(node.variable))(
  "gives %s a type, a default and a description, and refuses null",
  (_, variable) => {
    expect(variable).toMatchObject({
      type: expect.any(String),
      description: expect.stringMatching(/\.$/),
      nullable: false,
    });
    expect(variable).toHaveProperty("default");
  },
);

test("Terraform accepts the defaults", () => {
  expect(planVariables(node, {})).toEqual([]);
});

test.each([
  { chain_volume_size_gib: 65_536, chain_volume_iops: 80_000, chain_volume_throughput: 2_000 },
  { chain_volume_type: "gp2" },
  { instance_type: "g5.xlarge" },
  { instance_type: "m7i-flex.large" },
  { chain_volume_type: "io1", chain_volume_iops: 20_000 },
  { chain_volume_type: "io2", chain_volume_iops: 256_000 },
  { chain_snapshot_id: "snap-0123456789abcdef0", chain_volume_initialization_rate: 300 },
  { subnet_ids: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] },
  { chain_volume_kms_key_arn: "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef" },
  { chain_volume_kms_key_arn: "arn:aws-cn:kms:eu-central-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef" },
  { kms_key_arn: "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef" },
  { permissions_boundary_arn: "arn:aws:iam::111122223333:policy/team/boundary" },
  { permissions_boundary_arn: "arn:aws:iam::aws:policy/PowerUserAccess" },
  { tags: { CostCenter: "a/b 42", "team:owner": "Zoë", empty: "" } },
  { tags: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, "x"])) },
  { key_name: "operator", ssh_cidrs: ["192.0.2.0/24"] },
  { dns_name: "myamazonaws.com" },
  { key_name: "operator", ssh_cidrs: ["192.0.2.5/32"], p2p_cidrs: ["10.0.0.0/8", "0.0.0.0/0"] },
  { log_retention_days: 0 },
  { ami_parameter: "/acme/golden-image" },
  {
    ami_parameter:
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/al2023-ami-ecs-hvm-2023.0.20261112-kernel-6.1-x86_64/image_id",
  },
  { ami_id: "ami-0123456789abcdef0", alarm_email: "ops@example.com", dns_name: "mainnet.example.com" },
])("Terraform accepts %j", (values) => {
  expect(planVariables(node, values)).toEqual([]);
});

test.each(partitionsOfBotocore())("Terraform refuses the domains of AWS in $id for the zone", ({ domains }) => {
  for (const domain of domains) {
    expect(planVariables(node, { dns_name: `a.${domain}` })).toEqual([
      expect.stringContaining("dns_name must not be one of AWS's own"),
    ]);
  }
});

test.each([
  [
    { chain_snapshot_id: "vol-0123456789abcdef0" },
    "chain_snapshot_id must be empty or a snapshot id",
    "vol-0123456789abcdef0",
  ],
  [{ chain_volume_size_gib: 499 }, "chain_volume_size_gib must be a whole number from 500", "499"],
  [{ chain_volume_size_gib: 65_537 }, "chain_volume_size_gib must be", "65537"],
  [{ chain_volume_size_gib: 600.5 }, "chain_volume_size_gib must be a whole number", "600.5"],
  [{ chain_volume_size_gib: 16_385, chain_volume_type: "gp2" }, "chain_volume_size_gib must be", "16385"],
  [{ chain_volume_type: "st1" }, "chain_volume_type must be one of gp3, gp2, io1, io2", "st1"],
  [{ chain_volume_iops: 2_999 }, "chain_volume_iops must be 0 or a whole number that the type takes", "2999"],
  [{ chain_volume_iops: 80_001 }, "chain_volume_iops must be 0 or a whole number that the type takes", "80001"],
  [{ chain_volume_type: "gp2", chain_volume_iops: 3_000 }, "gp2 none", "3000"],
  [{ chain_volume_type: "io2" }, "io1 and io2 need one", "0"],
  [
    { chain_volume_type: "io1", chain_volume_iops: 50_001 },
    "chain_volume_iops must be at most so many per GiB",
    "50001",
  ],
  [
    { chain_volume_throughput: 124 },
    "chain_volume_throughput must be 0, or a whole number of 125-2000 for a gp3 volume",
    "124",
  ],
  [
    { chain_volume_throughput: 2_001, chain_volume_iops: 9_000 },
    "chain_volume_throughput must be 0, or a whole number of 125-2000",
    "2001",
  ],
  [
    { chain_volume_type: "gp2", chain_volume_throughput: 125 },
    "chain_volume_throughput must be 0, or a whole number of 125-2000",
    "125",
  ],
  [
    { chain_volume_throughput: 1_000 },
    "chain_volume_throughput must be at most a quarter of chain_volume_iops",
    "1000",
  ],
  [
    { chain_volume_initialization_rate: 100 },
    "chain_volume_initialization_rate must be 0, or a whole number of 100-300 together with",
    "100",
  ],
  ...[
    "arn:aws:kms:eu-central-1:111122223333:alias/chain",
    "01234567-89ab-cdef-0123-456789abcdef",
    "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef",
    "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdefx",
  ].map((value): [Record<string, unknown>, string, string] => [
    { chain_volume_kms_key_arn: value },
    "chain_volume_kms_key_arn must be empty or the ARN of a key in eu-central-1 (arn:aws:kms:eu-central-1:…:key/…), not of an alias",
    value,
  ]),
  [{ kms_key_arn: "alias/logs" }, "kms_key_arn must be empty or the ARN of a key in eu-central-1", "alias/logs"],
  [
    { permissions_boundary_arn: "arn:aws:iam::111122223333:role/boundary" },
    "permissions_boundary_arn must be empty or the ARN of an IAM policy",
    "role/boundary",
  ],
  [
    { tags: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`tag-${index}`, "x"])) },
    "tags must hold 40 tags at most",
    "tag-40",
  ],
  ...["AWS:created", "name", "project", "EthereumNode", "ChainDiskInitialised"].map(
    (key): [Record<string, unknown>, string, string] => [
      { tags: { [key]: "x" } },
      "tags must leave keys that begin with aws: to AWS, and Project, Name, EthereumNode, ChainDiskInitialised to the project",
      key,
    ],
  ),
  [{ tags: { Owner: "a", owner: "b" } }, "tags must have no keys that differ in upper and lower case only", "Owner"],
  [{ tags: { "a*b": "x" } }, "tags must have keys of 1-128 and values of 0-256 letters", "a*b"],
  [{ tags: { a: "x".repeat(257) } }, "tags must have keys of 1-128 and values of 0-256 letters", "xxx"],
  [{ log_retention_days: 31 }, "log_retention_days must be one of 0, 1, 3, 5", "31"],
  [{ p2p_cidrs: ["10.0.0.0/33"] }, "p2p_cidrs must hold one or more IPv4 CIDR blocks", "10.0.0.0/33"],
  [{ chain_volume_iops: 3_000.5 }, "chain_volume_iops must be 0 or a whole number", "3000.5"],
  [{ chain_volume_throughput: 125.5 }, "chain_volume_throughput must be 0, or a whole number", "125.5"],
  [{ ssh_cidrs: ["192.0.2.5/24"], key_name: "operator" }, 'such as ["192.0.2.0/24"]', "192.0.2.5/24"],
  [{ p2p_cidrs: ["010.0.0.0/8"] }, 'without host bits or leading zeros, such as ["10.0.0.0/8"]', "010.0.0.0/8"],
  [{ p2p_cidrs: ["0.0.0.0/00"] }, 'such as ["0.0.0.0/0"]', "0.0.0.0/00"],
  [{ p2p_cidrs: ["10.0.0.0/8", "::/0"] }, 'such as ["10.0.0.0/8","192.0.2.0/24"]', "::/0"],
  [
    { p2p_cidrs: ["10.0.0.0/8", "192.0.2.0/24", "10.0.0.0/8"] },
    'p2p_cidrs must hold no block twice, such as ["10.0.0.0/8","192.0.2.0/24"]',
    "192.0.2.0/24",
  ],
  [
    { ssh_cidrs: ["192.0.2.5/32", "192.0.2.5/32"], key_name: "operator" },
    "ssh_cidrs must hold no block twice",
    "192.0.2.5/32",
  ],
  [{ p2p_cidrs: [] }, "p2p_cidrs must hold one or more IPv4 CIDR blocks", "[]"],
  [{ ssh_cidrs: ["anywhere"], key_name: "operator" }, "ssh_cidrs must hold IPv4 CIDR blocks", "anywhere"],
  [{ ssh_cidrs: ["192.0.2.0/24"] }, "ssh_cidrs must be empty where key_name is empty", "192.0.2.0/24"],
  [{ subnet_ids: ["subnet-0123456789abcdef0"] }, "as many subnets as there are nodes, 2", "subnet-0123456789abcdef0"],
  [{ subnet_ids: ["a", "b"] }, "subnet_ids must hold subnet ids", "a"],
  [{ dns_name: "Mainnet" }, "dns_name must be a domain name", "Mainnet"],
  [{ dns_name: "example.com." }, "dns_name must be a domain name", "example.com."],
  [{ dns_name: "eks.amazonaws.com" }, "dns_name must not be one of AWS's own", "eks.amazonaws.com"],
  ...["amazonaws.eu", "ecr.amazonaws.eu", "nodes.on.aws", "api.aws", "c2s.ic.gov", "api.aws.scloud"].map(
    (name): [Record<string, unknown>, string, string] => [
      { dns_name: name },
      "dns_name must not be one of AWS's own, below amazonaws.com, amazonaws.com.cn, amazonaws.eu,",
      name,
    ],
  ),
  [{ dns_name: "amazonaws.com.cn" }, "dns_name must not be one of AWS's own", "amazonaws.com.cn"],
  [{ instance_type: "large" }, "instance_type must be in the form of an EC2 instance type", "large"],
  [{ ami_id: "al2023" }, "ami_id must be empty or an AMI id", "al2023"],
  ...[
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended",
    "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id",
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
  ].map((value): [Record<string, unknown>, string, string] => [
    { ami_parameter: value },
    "ami_parameter must be, of AWS's own parameters, one with the id alone (/image_id) of an ECS-optimised Amazon Linux 2023 AMI for x86_64",
    value,
  ]),
  [{ ami_parameter: "al2023" }, "ami_parameter must be the name of an SSM parameter", "al2023"],
  [{ alarm_email: "ops" }, "alarm_email must be empty or an e-mail address", "ops"],
])("Terraform refuses %j with one error that names the variable, the rule and the value", (values, must, got) => {
  const errors = planVariables(node, values);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(must);
  expect(errors[0]).toMatch(/; got .+\./);
  expect(errors[0]).toContain(got);
});

const BUCKETS = ["a-b", "terraform.example.com", "12345", "1.2.3", "my--state", "aws-sthree-x"];
const NO_BUCKETS = [
  "My_Bucket",
  "ab",
  "a..b",
  "a.-b",
  "192.0.2.1",
  "-abc",
  "xn--state",
  "sthree-state",
  "amzn-s3-demo-x",
];

test.each([...BUCKETS, ...NO_BUCKETS, "state--ol-s3", "state-s3alias", "state--x-s3", "state--table-s3"])(
  "Terraform and the setting say the same of the bucket name %s",
  (name) => {
    const ofSetting = settingsTable.stateBucket.schema.safeParse(name).success;
    expect(ofSetting).toBe(BUCKETS.includes(name));
    const refusals = ofSetting
      ? []
      : [expect.stringMatching(/^bucket_name must be empty or an S3 bucket name.*; got "/)];
    expect(planVariables(state, { bucket_name: name })).toEqual(refusals);
  },
);

describe("of a pair on Graviton", () => {
  const settings = { ETHNODE_CLIENT: "geth", ETHNODE_NODE_TYPE: "archive" };
  const { node: archive } = synthesize(settings);

  test("the defaults follow the profiles, node type and architecture included", () => {
    expect(archive.variable).toMatchObject({
      chain_volume_size_gib: { default: 3_700 },
      instance_type: { default: "r8g.2xlarge" },
      ami_parameter: { default: expect.stringContaining("/arm64/") },
    });
    expect(planVariables(archive, {})).toEqual([]);
    expect(planVariables(archive, { chain_volume_throughput: 1_000, chain_volume_iops: 4_000 })).toEqual([]);
  });

  test.each([
    [{ chain_volume_size_gib: 2_549 }, "chain_volume_size_gib must be a whole number from 2550, what the chain needs"],
    [{ chain_volume_iops: 3_000, chain_volume_throughput: 800 }, "0 stands for 298 MiB/s and 8000 IOPS"],
  ])("Terraform refuses %j", (values, must) => {
    expect(planVariables(archive, values)).toEqual([expect.stringContaining(must)]);
  });
});

describe.each([
  ["a public zone", { ETHNODE_DNS_ZONE: "public" }],
  ["a zone that is there", { ETHNODE_ZONE_ID: "Z0123456789ABCDEFGHIJ" }],
])("with %s", (_, settings) => {
  const { variable } = synthesize(settings).node;

  test("dns_name has no default, so that a forgotten variable file renames nothing", () => {
    expect(variable.dns_name).not.toHaveProperty("default");
    expect(variable.dns_name?.nullable).toBe(false);
  });
});

describe("a public zone", () => {
  const { node: open } = synthesize({ ETHNODE_DNS_ZONE: "public" });

  test.each(["mainnet.example.org", "nodes.internal.example.org", "mylocal.dev"])("may be named %s", (name) => {
    expect(planVariables(open, { dns_name: name })).toEqual([]);
  });

  test.each([
    "ethereum.internal",
    "eth.local",
    "a.localhost",
    "eth.test",
    "eth.example",
    "eth.invalid",
    "eth.onion",
    "eth.alt",
    "nodes.home.arpa",
  ])("may not be named %s, which nobody can delegate", (name) => {
    const [message, ...others] = planVariables(open, { dns_name: name });
    expect(others).toEqual([]);
    expect(message).toContain("dns_name must be a name that can be delegated, where the setting dnsZone is public");
    expect(message).toContain(`got "${name}"`);
  });
});
