import { planOf } from "../../plan/read-plan";
import { inTerminal } from "../../plan/words";
import { RULES } from "../../review/rules";
import { planJson, resourceChange } from "./support/plan";

/** What the lab's provider, 3.39, cannot plan: written down as newer ones have it. */
type Json = Readonly<Record<string, unknown>>;

function findings(changes: readonly Json[], rest: Json = {}): string[] {
  const plan = planOf(planJson(changes, rest));
  return RULES.flatMap(({ find, name }) => find(plan).map(({ resource }) => `${name} ${resource}`));
}
const texts = (changes: readonly Json[]) => {
  const plan = planOf(planJson(changes));
  return RULES.flatMap(({ find }) => find(plan).map(({ text }) => inTerminal(text)));
};
const create = (address: string, after: Json, rest: Json = {}) =>
  resourceChange(address, ["create"], { after, ...rest });
const update = (address: string, before: Json, after: Json, rest: Json = {}) =>
  resourceChange(address, ["update"], { before, after, ...rest });
const destroy = (address: string, before: Json) => resourceChange(address, ["delete"], { before });

const INGRESS = "aws_vpc_security_group_ingress_rule.a";
const rule = (source: Json, port: number | null = 6060, ip_protocol = "tcp") => ({
  security_group_id: "sg-1",
  from_port: port,
  to_port: port,
  ip_protocol,
  ...source,
});

describe("a rule of the newer kind", () => {
  test.each([
    ["the whole world", { cidr_ipv4: "0.0.0.0/0" }],
    ["the whole world of IPv6", { cidr_ipv6: "::/0" }],
    ["a public network", { cidr_ipv4: "52.0.0.0/8" }],
    ["a prefix list", { prefix_list_id: "pl-1" }],
    ["no proper CIDR", { cidr_ipv4: "anything" }],
  ])("for %s is public ingress", (_, source) => {
    expect(findings([create(INGRESS, rule(source))])).toEqual([`public-ingress ${INGRESS}`]);
  });

  test("for a source that is known after the apply is public ingress", () => {
    expect(findings([create(INGRESS, rule({}), { after_unknown: { cidr_ipv4: true } })])).toContain(
      `public-ingress ${INGRESS}`,
    );
  });

  test("for a security group, yet unknown, is none", () => {
    expect(findings([create(INGRESS, rule({}), { after_unknown: { referenced_security_group_id: true } })])).toEqual(
      [],
    );
  });

  test.each(["tcp", "udp", "6", "17"])("for peers by protocol %s is none", (protocol) => {
    expect(findings([create(INGRESS, rule({ cidr_ipv4: "0.0.0.0/0" }, 30303, protocol))])).toEqual([
      `other-ingress ${INGRESS}`,
    ]);
  });

  test.each(["icmp", "-1"])("of protocol %s is not for peers, whatever its port", (protocol) => {
    expect(findings([create(INGRESS, rule({ cidr_ipv4: "0.0.0.0/0" }, 30303, protocol))])).toContain(
      `public-ingress ${INGRESS}`,
    );
  });

  test.each([8545, 8546, 8551, 5052, 3500, 5051, 9596])("by address on port %s opens the RPC", (port) => {
    expect(findings([create(INGRESS, rule({ cidr_ipv4: "10.0.0.1/32" }, port))])).toContain(
      `rpc-by-address ${INGRESS}`,
    );
  });

  test("that was there is not found again, also as another resource", () => {
    const open = rule({ cidr_ipv4: "0.0.0.0/0" });
    const old = {
      type: "ingress",
      security_group_id: "sg-1",
      protocol: "tcp",
      from_port: 6000,
      to_port: 7000,
      cidr_blocks: ["0.0.0.0/0"],
    };
    expect(findings([destroy("aws_security_group_rule.a", old), create(INGRESS, open)])).toEqual([]);
  });

  test("that was there for another group is found", () => {
    const open = rule({ cidr_ipv4: "0.0.0.0/0" });
    expect(
      findings([
        destroy("aws_vpc_security_group_ingress_rule.b", { ...open, security_group_id: "sg-2" }),
        create(INGRESS, open),
      ]),
    ).toEqual([`public-ingress ${INGRESS}`]);
  });
});

describe("inline ingress", () => {
  const group = "aws_security_group.a";
  test("that is only computed says nothing", () => {
    expect(findings([create(group, {}, { after_unknown: { ingress: true } })])).toEqual([]);
  });

  test("that is configured and unknown is public ingress", () => {
    const configuration = {
      root_module: { resources: [{ address: group, expressions: { ingress: { references: ["x.y"] } } }] },
    };
    expect(findings([create(group, {}, { after_unknown: { ingress: true } })], { configuration })).toContain(
      `public-ingress ${group}`,
    );
  });
});

describe("what protects a bucket", () => {
  test.each([
    ["aws_s3_bucket_versioning.a", "kept-unprotected"],
    ["aws_s3_bucket_policy.a", "kept-unprotected"],
    ["aws_s3_bucket_public_access_block.a", "kept-unprotected"],
    ["aws_s3_bucket_ownership_controls.a", "kept-unprotected"],
    ["aws_rbin_rule.a", "kept-unprotected"],
    ["aws_s3_bucket_server_side_encryption_configuration.a", "unencrypted"],
  ])("%s is missed when it goes, and when it is forgotten", (address, name) => {
    expect(findings([destroy(address, {})])).toEqual([`${name} ${address}`]);
    expect(findings([resourceChange(address, ["forget"], { before: {} })])).toEqual([`${name} ${address}`]);
  });

  test("versioning that is suspended, and old versions that are kept for less time", () => {
    const versions = (status: string) => ({ versioning_configuration: [{ status }] });
    const expiry = (noncurrent_days: number) => ({ rule: [{ noncurrent_version_expiration: [{ noncurrent_days }] }] });
    expect(findings([update("aws_s3_bucket_versioning.a", versions("Enabled"), versions("Suspended"))])).toEqual([
      "kept-unprotected aws_s3_bucket_versioning.a",
    ]);
    expect(findings([update("aws_s3_bucket_lifecycle_configuration.a", expiry(90), expiry(1))])).toEqual([
      "kept-unprotected aws_s3_bucket_lifecycle_configuration.a",
    ]);
  });

  test("a Recycle Bin that keeps for fewer days", () => {
    const days = (retention_period_value: number) => ({ retention_period: [{ retention_period_value }] });
    expect(findings([update("aws_rbin_rule.a", days(30), days(7))])).toEqual(["kept-unprotected aws_rbin_rule.a"]);
  });
});

describe("a chain disk", () => {
  const disk = "aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972";
  const tags = { Name: "x-node-0-chain", ChainDiskInitialised: "yes" };
  test("without its final snapshot is unprotected", () => {
    expect(
      findings([
        update(disk, { encrypted: true, final_snapshot: true, tags }, { encrypted: true, final_snapshot: false, tags }),
      ]),
    ).toEqual([`kept-unprotected ${disk}`]);
  });

  test("whose mark as formatted goes is unprotected", () => {
    expect(findings([update(disk, { tags }, { tags: { Name: tags.Name } })])).toEqual([`kept-unprotected ${disk}`]);
  });

  test.each([
    [["delete", "create"], "kept-destroyed"],
    [["create", "delete"], "kept-destroyed"],
    [["forget"], "kept-forgotten"],
    [["create", "forget"], "kept-forgotten"],
  ])("with the actions %j is found", (actions, name) => {
    expect(
      findings([
        resourceChange(disk, actions, {
          before: { encrypted: true },
          after: actions.includes("create") ? { encrypted: true } : null,
        }),
      ]),
    ).toEqual([`${name} ${disk}`]);
  });

  test("is named by its node, by address or by tag, in a module too", () => {
    const said = (address: string, before: Json) => texts([destroy(address, before)])[0];
    expect(said(disk, { id: "vol-1", size: 1600 })).toBe(
      "the chain disk of node-0 (vol-1, 1600 GiB) would be DESTROYED",
    );
    const tagged = { id: "vol-1", tags_all: { Name: "prod-b-chain", Project: "prod" } };
    expect(said("aws_ebs_volume.other", tagged)).toBe("the chain disk of b (vol-1) would be DESTROYED");
  });
});

test("a topic whose key goes is no longer encrypted, and one that never had a key is as it was", () => {
  const topic = "aws_sns_topic.a";
  expect(findings([update(topic, { kms_master_key_id: "k" }, { kms_master_key_id: "" })])).toEqual([
    `unencrypted ${topic}`,
  ]);
  expect(findings([update(topic, { kms_master_key_id: "", name: "a" }, { kms_master_key_id: "", name: "b" })])).toEqual(
    [],
  );
});

describe("elsewhere", () => {
  test("a resource's own region, as the provider has it since 6.0", () => {
    const log = "aws_cloudwatch_log_group.a";
    expect(findings([update(log, { region: "eu-central-1" }, { region: "us-east-1" })])).toEqual([
      `region-changed ${log}`,
    ]);
  });

  test("the output region", () => {
    const output_changes = {
      region: {
        actions: ["update"],
        before: "eu-central-1",
        after: "us-east-1",
        before_sensitive: false,
        after_sensitive: false,
      },
    };
    expect(findings([], { output_changes })).toEqual(["region-changed plan"]);
  });
});

describe("rights", () => {
  const address = "aws_iam_role_policy.a";
  const document = (...statements: Json[]) => ({
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
  const wide = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::a/b" };
  test("that were as wide already are not found", () => {
    expect(
      findings([
        update(
          address,
          document(wide),
          document(wide, { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/b" }),
        ),
      ]),
    ).toEqual([]);
  });

  test("that deny may be as wide as they like", () => {
    expect(findings([create(address, document({ Effect: "Deny", NotAction: "s3:*", Resource: "*" }))])).toEqual([]);
  });

  test.each([
    ["names in another case", { effect: "Allow", action: "*", resource: "arn:aws:s3:::a/b" }],
    ["a question mark", { Effect: "Allow", Action: "s3:Get?bject", Resource: "arn:aws:s3:::a/b" }],
    ["a federated principal", { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Federated: "*" } }],
    ["NotPrincipal", { Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: { AWS: "1" } }],
    [
      "an own right with another beside it",
      { Effect: "Allow", Action: ["ec2:DescribeVolumes", "iam:PassRole"], Resource: "*" },
    ],
  ])("are found in %s", (_, statement) => {
    expect(findings([create(address, document(statement))])).toEqual([`policy-wildcard ${address}`]);
  });

  test("are found in a policy of any resource, and where there is one statement only", () => {
    const policy = JSON.stringify({
      Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "arn:aws:sqs:x:1:q" },
    });
    expect(findings([create("aws_sns_topic_policy.a", { policy })])).toEqual([
      "policy-wildcard aws_sns_topic_policy.a",
    ]);
  });

  test("that nobody can read are told", () => {
    expect(findings([create(address, { policy: "{broken" })])).toEqual([`policy-unread ${address}`]);
    const configuration = {
      root_module: { resources: [{ address, expressions: { policy: { references: ["data.x.y"] } } }] },
    };
    expect(findings([create(address, {}, { after_unknown: { policy: true } })], { configuration })).toEqual([
      `policy-unread ${address}`,
    ]);
  });

  test("of another account are told", () => {
    const trust = (account: string) => ({
      assume_role_policy: JSON.stringify({
        Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" },
      }),
    });
    const prior_state = {
      values: {
        root_module: {
          resources: [{ mode: "data", type: "aws_caller_identity", values: { account_id: "111111111111" } }],
        },
      },
    };
    const role = "aws_iam_role.a";
    expect(findings([create(role, trust("222222222222"))], { prior_state })).toEqual([`trust-widened ${role}`]);
    expect(findings([create(role, trust("111111111111"))], { prior_state })).toEqual([]);
  });

  test("that lose a condition, and a role that loses its boundary, are told", () => {
    const narrow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/b" };
    const held = { ...narrow, Condition: { Bool: { "aws:SecureTransport": "true" } } };
    expect(findings([update(address, document(held), document(narrow))])).toEqual([`trust-widened ${address}`]);
    expect(
      findings([update("aws_iam_role.a", { permissions_boundary: "arn:x" }, { permissions_boundary: "" })]),
    ).toEqual(["trust-widened aws_iam_role.a"]);
  });
});

describe("the plan as a whole", () => {
  test("of Terraform must say that it is whole; of OpenTofu it cannot", () => {
    const log = create("aws_cloudwatch_log_group.a", {});
    expect(findings([log], { complete: undefined })).toEqual(["incomplete plan"]);
    const tofu = { ...log, provider_name: "registry.opentofu.org/hashicorp/aws" };
    expect(findings([tofu], { complete: undefined })).toEqual(["maybe-incomplete plan"]);
  });

  test("that cannot be applied is refused, and one without changes is not", () => {
    expect(findings([create("aws_cloudwatch_log_group.a", {})], { applyable: false })).toEqual(["errored plan"]);
    expect(
      findings([resourceChange("aws_cloudwatch_log_group.a", ["no-op"], { before: {}, after: {} })], {
        applyable: false,
      }),
    ).toEqual([]);
  });

  test("with a failed check block hurts, and with a failed condition is refused", () => {
    const check = (kind: string) => ({
      address: { kind, to_display: "x" },
      status: "fail",
      instances: [{ problems: [{ message: "why" }] }],
    });
    expect(findings([], { checks: [check("check")] })).toEqual(["check-failed x"]);
    expect(findings([], { checks: [check("resource")] })).toEqual(["errored x"]);
  });

  test("with deferred changes is not whole", () => {
    expect(findings([], { deferred_changes: [{ reason: "unknown", resource_change: { address: "a.b" } }] })).toEqual([
      "incomplete plan",
    ]);
  });
});
