import type { LabUnderTest } from "../../support/lab-under-test";
import {
  add,
  all,
  type Block,
  change,
  forgotten,
  found,
  policy,
  removed,
  type Stack,
  type StateValues,
  unprotected,
} from "./mutate";

export type WorldName = "node" | "fleet" | "state";

/** A stack that is applied before its cases are planned. */
export interface World {
  readonly stack: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
  /** Whether the lab's variable file is of this stack. @default true */
  readonly varFile?: false;
  /** Makes the stack one that the lab's provider can apply. */
  readonly adapt?: (stack: Stack) => void;
}

export interface PlanCase {
  readonly name: string;
  readonly world: WorldName;
  readonly about: string;
  readonly harmful?: string;
  readonly hurts?: string;
  /** Planned before anything is applied. */
  readonly isFirst?: true;
  readonly settings?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly mutate?: (stack: Stack, state: StateValues) => void;
  readonly override?: (override: Stack) => void;
  readonly editState?: (state: { resources: StateResource[] }) => void;
  /** What somebody does in AWS; it stays for the cases that follow. */
  readonly before?: (lab: LabUnderTest) => void;
}

interface StateResource {
  readonly type: string;
  readonly name: string;
  readonly mode: string;
  instances: Record<string, unknown>[];
}

/** Before 5.0 an address says that it is of a VPC in another way. */
function addressesOfOldProvider(stack: Stack): void {
  for (const block of Object.values(stack.resource.aws_eip ?? {})) {
    delete block.domain;
    block.vpc = true;
  }
  Object.assign(stack, JSON.parse(JSON.stringify(stack).replace(/(aws_eip\.[\w-]+)\.allocation_id/g, "$1.id")));
}

export const WORLDS: Readonly<Record<WorldName, World>> = {
  node: { stack: "mainnet-parity", settings: {}, adapt: addressesOfOldProvider },
  fleet: {
    stack: "mainnet-parity",
    settings: { ETHNODE_NAME: "fleet", ETHNODE_NODE_NAMES: "a,b", ETHNODE_ELASTIC_IP: "true" },
    values: { dns_name: "fleet.lab.internal" },
    adapt: addressesOfOldProvider,
  },
  state: {
    stack: "state",
    settings: {},
    varFile: false,
    // A provider of before 4.0 has these as blocks of the bucket.
    adapt: (stack) => {
      for (const type of ["lifecycle_configuration", "server_side_encryption_configuration", "versioning"]) {
        delete stack.resource[`aws_s3_bucket_${type}`];
      }
      const { block } = found(stack, "aws_s3_bucket", "bucket");
      found(stack, "aws_s3_bucket_ownership_controls", "ownership").block.rule = {
        object_ownership: "BucketOwnerPreferred",
      };
      block.versioning = { enabled: true };
      block.server_side_encryption_configuration = {
        rule: { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
      };
      block.lifecycle_rule = [
        { id: "expire-old-versions", enabled: true, noncurrent_version_expiration: { days: 90 } },
      ];
    },
  },
};

const KEY = "arn:aws:kms:eu-central-1:000000000000:key/5f0e1d2c-3b4a-4958-8776-655443322110";
const NODE_GROUP = `\${aws_security_group.network_node_91DE1D44.id}`;
const HOST_ROLE = `\${aws_iam_role.nodes_node-0_host_identity_role_05FA2214.name}`;
const HOST_POLICY = ["aws_iam_role_policy", "host_identity_policy", "policy"] as const;

const ingress = (id: string, ports: string | number, source: Block, protocol = "tcp") => {
  const [from, to = from] = String(ports).split("-").map(Number);
  return add("aws_security_group_rule", id, {
    type: "ingress",
    description: "added",
    security_group_id: NODE_GROUP,
    protocol,
    from_port: from,
    to_port: to,
    ...source,
  });
};
const cidr = (...cidr_blocks: string[]) => ({ cidr_blocks });
const allow = (statement: Block) =>
  policy(...HOST_POLICY, (statements) => statements.push({ Effect: "Allow", ...statement }));

type Quick = Partial<Omit<PlanCase, "name" | "world" | "about">>;
const make =
  (world: WorldName) =>
  (name: string, about: string, rest: Quick = {}): PlanCase => ({ world, name, about, ...rest });
const node = make("node");
const fleet = make("fleet");
const state = make("state");

const harmless: PlanCase[] = [
  node("first-node", "the first plan of one node", { isFirst: true }),
  fleet("first-fleet", "the first plan of two nodes with addresses of their own", { isFirst: true }),
  state("first-state", "the first plan of the state bucket", { isFirst: true }),
  node("no-change", "nothing"),
  node("disk-grows", "chain_volume_size_gib 10 → 20", { values: { chain_volume_size_gib: "20" } }),
  node("disk-faster", "chain_volume_iops and chain_volume_throughput", {
    values: { chain_volume_iops: "4000", chain_volume_throughput: "250" },
  }),
  node("disk-type", "chain_volume_type gp3 → gp2", { values: { chain_volume_type: "gp2" } }),
  node("disk-seed", "chain_snapshot_id beside a live disk", {
    values: { chain_snapshot_id: "snap-0123456789abcdef0" },
  }),
  node("bigger-machine", "instance_type t3.medium → t3.large", {
    values: { instance_type: "t3.large" },
    hurts: "restart",
  }),
  node("logs-longer", "log_retention_days 1 → 30", { values: { log_retention_days: "30" } }),
  node("logs-for-ever", "log_retention_days 1 → 0", { values: { log_retention_days: "0" } }),
  node("alarm-mail", "alarm_email", { values: { alarm_email: "ops@example.org" } }),
  node("own-tags", "tags", { values: { tags: '{"Team":"chain"}' }, hurts: "restart" }),
  node("paused", "node_running = false", { values: { node_running: "false" }, hurts: "restart" }),
  node("peers-narrowed", "p2p_cidrs", { values: { p2p_cidrs: '["203.0.113.0/24"]' }, hurts: "callers-cut" }),
  node("ssh-from-office", "key_name and ssh_cidrs", {
    values: { key_name: "ops", ssh_cidrs: '["203.0.113.7/32"]' },
    before: (lab) => void lab.aws("ec2", "create_key_pair", { KeyName: "ops" }),
    hurts: "ssh-ingress",
  }),
  node("second-node", "nodeCount 1 → 2", { settings: { ETHNODE_NODE_COUNT: "2" } }),
  node("elastic-ip-on", "elasticIp", { settings: { ETHNODE_ELASTIC_IP: "true" }, hurts: "restart" }),
  node("new-image", "another image of the client", {
    settings: { ETHNODE_IMAGE: "ghcr.io/acme/geth:2" },
    hurts: "restart",
  }),
  node("rpc-apis", "rpcApis eth,net,web3,txpool", {
    settings: { ETHNODE_RPC_APIS: "eth,net,web3,txpool" },
    hurts: "restart",
  }),
  node("extra-argument", "extraArguments --cache=512", {
    settings: { ETHNODE_EXTRA_ARGUMENTS: "--cache=512" },
    hurts: "restart",
  }),
  node("other-client", "client geth → reth", {
    settings: { ETHNODE_CLIENT: "reth", ETHNODE_IMAGE: "ghcr.io/acme/reth:1" },
    hurts: "restart",
  }),
  node("consensus-client", "chain hoodi, with lighthouse", {
    settings: { ETHNODE_CHAIN: "hoodi", ETHNODE_CONSENSUS_IMAGE: "ghcr.io/acme/lighthouse:1" },
    values: { chain_volume_size_gib: "600", instance_type: "r7i.xlarge" },
    hurts: "restart",
  }),
  node("boundary-set", "permissions_boundary_arn", {
    values: { permissions_boundary_arn: "arn:aws:iam::000000000000:policy/bounds" },
  }),
  node("own-key", "kms_key_arn", { values: { kms_key_arn: KEY }, hurts: "restart" }),
  node("rule-described", "another description of the rule of the peers, which replaces it", {
    mutate: change("aws_security_group_rule", "p2p-tcp", { description: "Peers" }),
  }),
  node("alarm-removed", "an alarm less", { mutate: removed("aws_cloudwatch_metric_alarm", "host-refused") }),
  node("alarm-renamed", "an alarm moves in the state", {
    mutate: (stack) => {
      const { block, id } = found(stack, "aws_cloudwatch_metric_alarm", "host-refused");
      delete stack.resource.aws_cloudwatch_metric_alarm?.[id];
      add("aws_cloudwatch_metric_alarm", "renamed", block)(stack);
      stack.moved = [{ from: `aws_cloudwatch_metric_alarm.${id}`, to: "aws_cloudwatch_metric_alarm.renamed" }];
    },
  }),
  node("narrow-right", "a right to one parameter", {
    mutate: allow({
      Sid: "ReadOne",
      Action: ["ssm:GetParameter"],
      Resource: ["arn:aws:ssm:eu-central-1:000000000000:parameter/mainnet-parity/one"],
    }),
  }),
  node("private-metrics", "port 6060 for the own network", { mutate: ingress("metrics", 6060, cidr("10.0.0.0/8")) }),
  node("more-peers", "port 30303 over IPv6, which is for peers", {
    mutate: ingress("peers-ipv6", 30303, { ipv6_cidr_blocks: ["::/0"] }),
  }),
  node("route-table", "a route table, whose name has the word table", {
    mutate: add("aws_route_table", "own", { vpc_id: "vpc-00000001" }),
  }),
  node("hidden-parameter", "a parameter with a secret that Terraform hides", {
    mutate: add("aws_ssm_parameter", "secret", {
      name: "/own/secret",
      type: "SecureString",
      value: "hunter2-is-secret",
    }),
  }),
  node("parameter-imported", "a parameter taken into the state", {
    before: (lab) =>
      void lab.aws("ssm", "put_parameter", { Name: "/own/imported", Value: "one", Type: "String", Overwrite: true }),
    mutate: all(
      add("aws_ssm_parameter", "imported", { name: "/own/imported", type: "String", value: "one" }),
      (stack: Stack) => {
        stack.import = [{ to: "aws_ssm_parameter.imported", id: "/own/imported" }];
      },
    ),
  }),
  fleet("fleet-machines", "instance_type of two nodes", { values: { instance_type: "t3.large" }, hurts: "restart" }),
  fleet("fleet-image", "another image for two nodes", {
    settings: { ETHNODE_IMAGE: "ghcr.io/acme/geth:2" },
    hurts: "restart",
  }),
  fleet("fleet-grows", "a third node", { settings: { ETHNODE_NODE_NAMES: "a,b,c" } }),
  state("state-denies-more", "the bucket's policy denies more", {
    mutate: policy("aws_s3_bucket_policy", "policy", "policy", (statements) =>
      statements.push({
        Sid: "NoDelete",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteBucket"],
        Resource: ["arn:aws:s3:::mainnet-parity-state-000000000000"],
      }),
    ),
  }),
  state("state-tags", "tags of the bucket", { values: { tags: '{"Team":"chain"}' } }),
];

const kept: PlanCase[] = [
  node("disk-replaced", "another availability zone, unprotected", {
    harmful: "kept-destroyed",
    mutate: all(unprotected, change("aws_ebs_volume", "chain_volume", { availability_zone: "eu-central-1b" })),
  }),
  node("disk-replaced-by-hand", "-replace of the chain disk, unprotected", {
    harmful: "kept-destroyed",
    mutate: unprotected,
    args: ["-replace=aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972"],
  }),
  node("disk-block-removed", "the block of the chain disk is gone, and its protection with it", {
    harmful: "kept-destroyed",
    mutate: removed("aws_ebs_volume", "chain_volume"),
  }),
  node("disk-forgotten", "removed { destroy = false } of the chain disk", {
    harmful: "kept-forgotten",
    mutate: forgotten("aws_ebs_volume", "chain_volume"),
  }),
  node("zone-forgotten", "removed { destroy = false } of the zone", {
    harmful: "kept-forgotten",
    mutate: forgotten("aws_route53_zone", "zone"),
  }),
  node("zone-renamed", "dns_name, with protectZone=false", {
    harmful: "kept-destroyed",
    settings: { ETHNODE_PROTECT_ZONE: "false" },
    values: { dns_name: "other.lab.internal" },
  }),
  node("everything-destroyed", "plan -destroy, unprotected", {
    harmful: "kept-destroyed",
    mutate: unprotected,
    args: ["-destroy"],
  }),
  node("disk-deposed", "the leftover of a broken replacement of the disk", {
    harmful: "kept-deposed",
    editState: ({ resources }) => {
      const volume = resources.find(({ type, mode }) => type === "aws_ebs_volume" && mode === "managed");
      volume?.instances.push({ ...volume.instances[0], deposed: "0badc0de" });
    },
  }),
  node("disk-moved", "the disk of node-0 moves to node-9", {
    harmful: "kept-moved",
    mutate: (stack) => {
      const text = JSON.stringify(stack).replaceAll(
        "nodes_node-0_chain_volume_D6DCC972",
        "nodes_node-9_chain_volume_D6DCC972",
      );
      Object.assign(stack, JSON.parse(text), {
        moved: [
          {
            from: "aws_ebs_volume.nodes_node-0_chain_volume_D6DCC972",
            to: "aws_ebs_volume.nodes_node-9_chain_volume_D6DCC972",
          },
        ],
      });
    },
  }),
  node("disk-out-of-state", "state rm of the chain disk", {
    harmful: "second-disk",
    editState: (all) => {
      all.resources = all.resources.filter(({ type, mode }) => !(type === "aws_ebs_volume" && mode === "managed"));
    },
  }),
  node("disk-tag-lost", "another Name of the chain disk", {
    harmful: "kept-unprotected",
    mutate: change("aws_ebs_volume", "chain_volume", { "tags.Name": "something" }),
  }),
  node("owner-record-removed", "the record of whose the state is goes", {
    harmful: "kept-unprotected",
    mutate: removed("terraform_data", "state-owner"),
  }),
  fleet("address-off", "elasticIp true → false", {
    harmful: "kept-destroyed",
    settings: { ETHNODE_ELASTIC_IP: "false" },
  }),
  fleet("address-replaced", "-replace of an address", {
    harmful: "kept-destroyed",
    mutate: (stack) => {
      unprotected(stack);
    },
    args: ["-replace=aws_eip.nodes_a_elastic-ip_address_5B6721BC"],
  }),
  fleet("address-tag-lost", "the tag by which a host may take its address", {
    harmful: "kept-unprotected",
    mutate: change("aws_eip", "nodes_a", { "tags.EthereumNode": "fleet-b" }),
  }),
  fleet("node-retired", "node b goes, named in retiredNodes", {
    harmful: "node-leaves",
    settings: { ETHNODE_NODE_NAMES: "a", ETHNODE_RETIRED_NODES: "b" },
  }),
  fleet("node-left-out", "node b goes, and nobody said so", {
    harmful: "errored",
    settings: { ETHNODE_NODE_NAMES: "a" },
  }),
  node("service-removed", "the service of the clients goes", {
    harmful: "node-leaves",
    mutate: removed("aws_ecs_service", "service"),
  }),
  state("bucket-renamed", "bucket_name, unprotected", {
    harmful: "kept-destroyed",
    mutate: unprotected,
    values: { bucket_name: "another-bucket-for-state" },
  }),
  state("bucket-forgotten", "removed { destroy = false } of the bucket", {
    harmful: "kept-forgotten",
    mutate: forgotten("aws_s3_bucket", "bucket"),
  }),
  state("bucket-public", "block_public_acls = false", {
    harmful: "kept-unprotected",
    mutate: change("aws_s3_bucket_public_access_block", "privacy", { block_public_acls: false }),
  }),
  state("bucket-unblocked", "the public access block goes", {
    harmful: "kept-unprotected",
    mutate: (stack, values) => {
      delete found(stack, "aws_s3_bucket_policy", "policy").block.depends_on;
      removed("aws_s3_bucket_public_access_block", "privacy")(stack, values);
    },
  }),
  state("bucket-policy-removed", "the bucket's policy goes", {
    harmful: "kept-unprotected",
    mutate: removed("aws_s3_bucket_policy", "policy"),
  }),
  state("bucket-versions-off", "versioning is suspended", {
    harmful: "kept-unprotected",
    mutate: change("aws_s3_bucket", "bucket", { "versioning.enabled": false }),
  }),
  state("bucket-force-destroy", "force_destroy = true", {
    harmful: "kept-unprotected",
    mutate: change("aws_s3_bucket", "bucket", { force_destroy: true }),
  }),
  state("bucket-expires", "what the bucket holds expires after a week", {
    harmful: "kept-unprotected",
    mutate: change("aws_s3_bucket", "bucket", { "lifecycle_rule.0.expiration": { days: 7 } }),
  }),
];

const doors: PlanCase[] = [
  node("ssh-for-the-world", "ssh_cidrs 0.0.0.0/0", {
    harmful: "public-ingress",
    values: { key_name: "ops", ssh_cidrs: '["0.0.0.0/0"]' },
  }),
  node("halves-of-the-world", "0.0.0.0/1 and 128.0.0.0/1 on a port", {
    harmful: "public-ingress",
    mutate: ingress("halves", 6060, cidr("0.0.0.0/1", "128.0.0.0/1")),
  }),
  node("ipv6-for-the-world", "::/0 on a port", {
    harmful: "public-ingress",
    mutate: ingress("ipv6", 6060, { ipv6_cidr_blocks: ["::/0"] }),
  }),
  node("prefix-list", "a prefix list on a port", {
    harmful: "public-ingress",
    mutate: ingress("list", 443, { prefix_list_ids: ["pl-0123456789abcdef0"] }),
  }),
  node("inline-ingress", "an inline block of the access group", {
    harmful: "public-ingress",
    mutate: change("aws_security_group", "network_access", {
      ingress: [
        {
          description: "",
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_blocks: ["0.0.0.0/0"],
          ipv6_cidr_blocks: [],
          prefix_list_ids: [],
          security_groups: [],
          self: false,
        },
      ],
    }),
  }),
  node("peers-wide", "the peers' rule for all ports", {
    harmful: "public-ingress",
    mutate: change("aws_security_group_rule", "p2p-tcp", { from_port: 0, to_port: 65535 }),
  }),
  node("strange-group", "another security group for the host", {
    harmful: "public-ingress",
    mutate: change("aws_launch_template", "template", {
      "network_interfaces.0.security_groups": [NODE_GROUP, "sg-0feedfacecafebeef"],
    }),
  }),
  node("rpc-for-the-world", "0.0.0.0/0 on 8545", {
    harmful: "rpc-by-address",
    mutate: ingress("open-rpc", 8545, cidr("0.0.0.0/0")),
  }),
  node("rpc-for-the-network", "10.0.0.0/8 on 8545", {
    harmful: "rpc-by-address",
    mutate: ingress("near-rpc", 8545, cidr("10.0.0.0/8")),
  }),
  node("ws-in-a-range", "192.168.0.0/16 on 8000-9000", {
    harmful: "rpc-by-address",
    mutate: ingress("range", "8000-9000", cidr("192.168.0.0/16")),
  }),
  node("engine-api", "one address on 8551", {
    harmful: "rpc-by-address",
    mutate: ingress("engine", 8551, cidr("10.1.2.3/32")),
  }),
  node("everything-for-the-network", "protocol -1 for 172.16.0.0/12", {
    harmful: "rpc-by-address",
    mutate: ingress("all", 0, cidr("172.16.0.0/12"), "-1"),
  }),
  node("rpc-rule-by-address", "the rule of the RPC gets addresses in place of the group", {
    harmful: "rpc-by-address",
    mutate: change("aws_security_group_rule", "network_rpc", {
      source_security_group_id: undefined,
      cidr_blocks: ["172.31.0.0/16"],
    }),
  }),
  node("public-balancer", "a load balancer that faces the internet", {
    harmful: "public-ingress",
    mutate: add("aws_lb", "own", { name: "own", load_balancer_type: "network", subnets: ["subnet-00000001"] }),
  }),
];

const rights: PlanCase[] = [
  node("all-actions", "Action *", {
    harmful: "policy-wildcard",
    mutate: allow({ Action: ["*"], Resource: ["arn:aws:s3:::one/two"] }),
  }),
  node("actions-of-a-service", "Action ec2:*", {
    harmful: "policy-wildcard",
    mutate: allow({ Action: "ec2:*", Resource: "arn:aws:ec2:eu-central-1:000000000000:volume/vol-0123456789abcdef0" }),
  }),
  node("all-resources", "Resource * for a right that can be narrowed", {
    harmful: "policy-wildcard",
    mutate: allow({ Action: ["ssm:GetParameter"], Resource: ["*"] }),
  }),
  node("all-volumes", "the right to one disk becomes that to all", {
    harmful: "policy-wildcard",
    mutate: policy(...HOST_POLICY, (statements) => {
      const move = statements.find(({ Sid }) => Sid === "MoveChainVolume") ?? {};
      move.Resource = ["arn:aws:ec2:eu-central-1:000000000000:volume/*"];
    }),
  }),
  node("condition-dropped", "the right to instances loses its condition", {
    harmful: "policy-wildcard",
    mutate: policy(...HOST_POLICY, (statements) => {
      delete statements.find(({ Sid }) => Sid === "MoveOnThisNode")?.Condition;
    }),
  }),
  node("not-action", "NotAction", {
    harmful: "policy-wildcard",
    mutate: allow({ NotAction: ["iam:CreateUser"], Resource: ["arn:aws:s3:::one/two"] }),
  }),
  node("not-resource", "NotResource", {
    harmful: "policy-wildcard",
    mutate: allow({ Action: ["s3:GetObject"], NotResource: ["arn:aws:s3:::one/two"] }),
  }),
  node("trusts-all", "Principal * may become the host's role", {
    harmful: "policy-wildcard",
    mutate: policy("aws_iam_role", "host_identity_role", "assume_role_policy", (statements) =>
      statements.push({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["sts:AssumeRole"] }),
    ),
  }),
  node("administrator", "AdministratorAccess is attached", {
    harmful: "policy-wildcard",
    mutate: add("aws_iam_role_policy_attachment", "admin", {
      role: HOST_ROLE,
      policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  }),
  node("first-all-actions", "Action * in a policy of the first plan, which is known only after the apply", {
    isFirst: true,
    harmful: "policy-wildcard",
    mutate: allow({ Action: ["*"], Resource: ["*"] }),
  }),
];

const others: PlanCase[] = [
  node("root-disk-plain", "the host's root disk is not encrypted", {
    harmful: "unencrypted",
    mutate: change("aws_launch_template", "template", { "block_device_mappings.0.ebs.encrypted": "false" }),
  }),
  node("disk-plain", "the chain disk is not encrypted, unprotected", {
    harmful: "unencrypted",
    mutate: all(unprotected, change("aws_ebs_volume", "chain_volume", { encrypted: false })),
  }),
  node("another-disk", "another disk, of which nobody says that it is encrypted", {
    harmful: "unencrypted",
    mutate: add("aws_ebs_volume", "scratch", { availability_zone: "eu-central-1a", size: 10 }),
  }),
  state("bucket-plain", "the bucket's encryption goes", {
    harmful: "unencrypted",
    mutate: change("aws_s3_bucket", "bucket", { server_side_encryption_configuration: undefined }),
  }),
  node("imds-v1", "http_tokens = optional", {
    harmful: "instance-metadata",
    mutate: change("aws_launch_template", "template", { "metadata_options.http_tokens": "optional" }),
  }),
  node("more-hops", "http_put_response_hop_limit = 2", {
    harmful: "instance-metadata",
    mutate: change("aws_launch_template", "template", { "metadata_options.http_put_response_hop_limit": 2 }),
  }),
  node("first-imds-v1", "no metadata_options in the first plan", {
    isFirst: true,
    harmful: "instance-metadata",
    mutate: change("aws_launch_template", "template", { metadata_options: undefined }),
  }),
  node("targeted", "-target of a log group", {
    harmful: "incomplete",
    values: { log_retention_days: "30" },
    args: ["-target=aws_cloudwatch_log_group.logs_client_A3F4D2D6"],
  }),
  node("table-added", "a DynamoDB table", {
    harmful: "unknown-data-type",
    mutate: add("aws_dynamodb_table", "own", {
      name: "own",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "id",
      attribute: [{ name: "id", type: "S" }],
    }),
  }),
  node("queue-added", "an SQS queue", {
    harmful: "unknown-data-type",
    mutate: add("aws_sqs_queue", "own", { name: "own" }),
  }),
  node("key-added", "a KMS key", { harmful: "unknown-data-type", mutate: add("aws_kms_key", "own", {}) }),
  node("region-changed", "the provider's region, without the record that refuses it", {
    harmful: "region-changed",
    args: ["-refresh=false"],
    mutate: (stack) => {
      delete (found(stack, "terraform_data", "state-owner").block.lifecycle as Block).postcondition;
      for (const provider of (stack.provider as Record<string, Block[]>).aws ?? []) {
        provider.region = "us-east-1";
      }
    },
  }),
  node("account-changed", "credentials of another account, without the record that refuses it", {
    harmful: "account-changed",
    args: ["-refresh=false"],
    mutate: (stack) => {
      delete (found(stack, "terraform_data", "state-owner").block.lifecycle as Block).postcondition;
    },
    override: (override) => {
      for (const provider of [(override.provider as Record<string, Block | Block[]>).aws].flat()) {
        (provider as Block).access_key = "111111111111";
      }
    },
  }),
  // Last: what they do in AWS stays.
  node("volume-tagged", "somebody tags the disk by hand", {
    before: (lab) => {
      const [volume] = Object.values(lab.chainVolumes()).filter(({ Tags }) =>
        JSON.stringify(Tags).includes("mainnet-parity-node-0"),
      );
      lab.aws("ec2", "create_tags", { Resources: [volume?.VolumeId], Tags: [{ Key: "Owner", Value: "me" }] });
    },
  }),
  node("alarm-deleted-by-hand", "somebody deletes an alarm", {
    before: (lab) => void lab.aws("cloudwatch", "delete_alarms", { AlarmNames: ["mainnet-parity-host-refused"] }),
    hurts: "outside-change",
  }),
  node("opened-by-hand", "somebody opens a port by hand", {
    before: (lab) => {
      const { SecurityGroups } = lab.aws("ec2", "describe_security_groups", {});
      const group = SecurityGroups.find(({ GroupName }: { GroupName: string }) =>
        GroupName.startsWith("mainnet-parity-node"),
      );
      lab.aws("ec2", "authorize_security_group_ingress", {
        GroupId: group.GroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "198.51.100.0/24" }] }],
      });
    },
    hurts: "outside-change",
  }),
  node("disk-deleted-by-hand", "somebody deletes the chain disk", {
    harmful: "kept-gone",
    before: (lab) => {
      const [volume] = Object.values(lab.chainVolumes()).filter(({ Tags }) =>
        JSON.stringify(Tags).includes("mainnet-parity-node-0"),
      );
      for (const { InstanceId } of volume?.Attachments ?? []) {
        lab.aws("ec2", "detach_volume", { VolumeId: volume?.VolumeId, InstanceId });
      }
      lab.aws("ec2", "delete_volume", { VolumeId: volume?.VolumeId });
    },
  }),
];

export const CASES: readonly PlanCase[] = [...harmless, ...kept, ...doors, ...rights, ...others];
