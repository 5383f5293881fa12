import { type TerraformStack, TerraformVariable, type TerraformVariableValidationConfig } from "cdktf";
import { kmsKeyPattern, kmsKeyRule } from "../settings/kms-key";
import type { Settings } from "../settings/settings";
import type { VARIABLE_NAMES } from "../variable-names";
import { chainVolumeRules } from "./chain-volume-rules";
import { declareOwnTags } from "./own-tags";
import { rule } from "./variable-rule";

const ECS_AMI_PARAMETERS = {
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
} as const;
/** Between the system and the release, where AWS's parameters name neither architecture nor accelerator for plain x86_64. */
const OF_ARCHITECTURE = { arm64: "arm64/", x86_64: "((gpu|neuron)/)?" } as const;
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Top-level names that no registry hands out (RFC 6761, 6762, 7686, 8375, 9476, and ICANN's of 2024). */
const UNDELEGATED = ["internal", "local", "localhost", "test", "example", "invalid", "onion", "alt", "home.arpa"];

/** Every Terraform variable of the node stack. They change a number or a string, never which resources exist. */
export function declareVariables(stack: TerraformStack, { clients, dnsZone, nodeNames, region, zoneId }: Settings) {
  const { architecture, sizing } = clients;
  const nodeCount = nodeNames.length;
  const volumeRules = chainVolumeRules(sizing);
  const declare = (
    name: (typeof VARIABLE_NAMES)[number],
    type: string,
    byDefault: unknown,
    description: string,
    ...validation: TerraformVariableValidationConfig[]
  ) =>
    new TerraformVariable(stack, name, {
      type,
      ...(byDefault === undefined ? {} : { default: byDefault }),
      description,
      nullable: false,
      ...(validation.length === 0 ? {} : { validation }),
    });

  return {
    subnetIds: declare(
      "subnet_ids",
      "list(string)",
      [],
      "Subnets of the nodes, one a node, all in one VPC; empty: the default subnets of the default VPC.",
      rule(
        "subnet_ids",
        "hold subnet ids (subnet-…)",
        all("subnet_ids", 'can(regex("^subnet-[0-9a-f]{8,17}$", item))'),
      ),
      rule(
        "subnet_ids",
        `be empty or name at least as many subnets as there are nodes, ${nodeCount}`,
        `length(var.subnet_ids) == 0 || length(var.subnet_ids) >= ${nodeCount}`,
      ),
    ),
    dnsName: declare(
      "dns_name",
      "string",
      // A forgotten variable file must not rename what others delegated or own.
      dnsZone === "private" && zoneId === undefined ? "ethereum.internal" : undefined,
      "Domain name of the nodes, each <node name>.<dns_name>, and all rpc.<dns_name>: that of the Route53 zone, or with the setting zoneId one below it.",
      rule(
        "dns_name",
        "be a domain name in lower case with at least two labels, without a trailing dot",
        'can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$", var.dns_name)) && length(var.dns_name) <= 220',
      ),
      rule(
        "dns_name",
        "not be one of AWS's own, below amazonaws.com",
        '!can(regex("(^|\\\\.)amazonaws\\\\.com(\\\\.cn)?$", var.dns_name))',
      ),
      ...(dnsZone === "private"
        ? []
        : [
            rule(
              "dns_name",
              `be a name that can be delegated, where the setting dnsZone is public: not one below ${UNDELEGATED.join(", ")}`,
              `!can(regex("(^|\\\\.)(${UNDELEGATED.join("|").replaceAll(".", "\\\\.")})$", var.dns_name))`,
            ),
          ]),
    ),
    instanceType: declare(
      "instance_type",
      "string",
      sizing.instanceType,
      `EC2 instance type of the nodes (${architecture}). A change replaces the instance and keeps the disk.`,
      rule(
        "instance_type",
        "be in the form of an EC2 instance type such as m7i.xlarge",
        'can(regex("^[a-z][a-z0-9-]*\\\\.[a-z0-9-]+$", var.instance_type))',
      ),
    ),
    chainVolumeSizeGiB: declare(
      "chain_volume_size_gib",
      "number",
      sizing.volumeSizeGiB,
      "Size of each chain volume in GiB. It can grow while the node runs and never shrink.",
      ...volumeRules.size,
    ),
    chainVolumeType: declare(
      "chain_volume_type",
      "string",
      "gp3",
      "EBS type of each chain volume: gp3, gp2, io1 or io2.",
      ...volumeRules.type,
    ),
    chainVolumeIops: declare(
      "chain_volume_iops",
      "number",
      0,
      `Provisioned IOPS of each chain volume; 0: ${sizing.volumeIops} on gp3, what the client needs. io1 and io2 need a number, gp2 takes none.`,
      ...volumeRules.iops,
    ),
    chainVolumeThroughput: declare(
      "chain_volume_throughput",
      "number",
      0,
      `Provisioned throughput of each gp3 chain volume in MiB/s; 0: ${sizing.volumeThroughputMiBps}, what the client needs. Other types take none.`,
      ...volumeRules.throughput,
    ),
    chainSnapshotId: declare(
      "chain_snapshot_id",
      "string",
      "",
      "EBS snapshot that new chain volumes start from; empty: a blank disk. Existing volumes do not change.",
      rule(
        "chain_snapshot_id",
        "be empty or a snapshot id (snap-…)",
        'can(regex("^(snap-[0-9a-f]{8,17})?$", var.chain_snapshot_id))',
      ),
    ),
    chainVolumeInitializationRate: declare(
      "chain_volume_initialization_rate",
      "number",
      0,
      "Rate in MiB/s, 100 to 300 and billed, at which AWS loads chain_snapshot_id into a new volume; 0: blocks load at first touch.",
      ...volumeRules.initializationRate,
    ),
    chainVolumeKmsKeyArn: declare(
      "chain_volume_kms_key_arn",
      "string",
      "",
      "KMS key that encrypts new chain volumes; empty: the snapshot's key, and without one the account's default for EBS. Existing volumes do not change.",
      rule(
        "chain_volume_kms_key_arn",
        `be empty or ${kmsKeyRule(region)}`,
        isEmptyOrKey("chain_volume_kms_key_arn", region),
      ),
    ),
    nodeRunning: declare("node_running", "bool", true, "false stops the instances and keeps the disks."),
    amiParameter: declare(
      "ami_parameter",
      "string",
      ECS_AMI_PARAMETERS[architecture],
      "SSM parameter with the id of the ECS-optimised AMI. It moves: the plan shows a new AMI, and applying it replaces the instance.",
      rule(
        "ami_parameter",
        "be the name of an SSM parameter, beginning with /",
        'can(regex("^/[A-Za-z0-9_./-]+$", var.ami_parameter))',
      ),
      rule(
        "ami_parameter",
        `be, of AWS's own parameters, one with the id alone (/image_id) of an ECS-optimised Amazon Linux 2023 AMI for ${architecture}, such as ${ECS_AMI_PARAMETERS[architecture]}`,
        `!startswith(var.ami_parameter, "/aws/service/") || can(regex("^/aws/service/ecs/optimized-ami/amazon-linux-2023/${OF_ARCHITECTURE[architecture]}[^/]+/image_id$", var.ami_parameter))`,
      ),
    ),
    amiId: declare(
      "ami_id",
      "string",
      "",
      `ECS-optimised Amazon Linux 2023 AMI (${architecture}) to stay on; empty: what ami_parameter says.`,
      rule("ami_id", "be empty or an AMI id (ami-…)", 'can(regex("^(ami-[0-9a-f]{8,17})?$", var.ami_id))'),
    ),
    keyName: declare(
      "key_name",
      "string",
      "",
      "EC2 key pair for SSH; empty: none. Session Manager works without.",
      rule(
        "key_name",
        "be empty or the name of a key pair, 1-255 ASCII characters",
        'can(regex("^[ -~]{0,255}$", var.key_name))',
      ),
    ),
    sshCidrs: declare(
      "ssh_cidrs",
      "list(string)",
      [],
      "IPv4 CIDR blocks that may use SSH; needs key_name.",
      rule(
        "ssh_cidrs",
        `hold IPv4 CIDR blocks without host bits or leading zeros, ${inProperForm("ssh_cidrs")}`,
        all("ssh_cidrs", isProperCidr),
      ),
      rule("ssh_cidrs", "be empty where key_name is empty", 'length(var.ssh_cidrs) == 0 || var.key_name != ""'),
    ),
    p2pCidrs: declare(
      "p2p_cidrs",
      "list(string)",
      ["0.0.0.0/0"],
      "IPv4 CIDR blocks whose Ethereum peers may connect to the clients' peer-to-peer ports.",
      rule(
        "p2p_cidrs",
        `hold one or more IPv4 CIDR blocks without host bits or leading zeros, ${inProperForm("p2p_cidrs")}`,
        `length(var.p2p_cidrs) > 0 && ${all("p2p_cidrs", isProperCidr)}`,
      ),
    ),
    logRetentionDays: declare(
      "log_retention_days",
      "number",
      30,
      "Days that CloudWatch keeps the logs; 0: for ever.",
      rule(
        "log_retention_days",
        `be one of ${RETENTION_DAYS.join(", ")}`,
        `contains(${JSON.stringify(RETENTION_DAYS)}, var.log_retention_days)`,
      ),
    ),
    alarmEmail: declare(
      "alarm_email",
      "string",
      "",
      "E-mail address that receives the alarms, after it confirmed the subscription; empty: nobody.",
      rule(
        "alarm_email",
        "be empty or an e-mail address",
        'can(regex("^([^@ ]+@[^@ ]+\\\\.[^@ ]+)?$", var.alarm_email))',
      ),
    ),
    kmsKeyArn: declare(
      "kms_key_arn",
      "string",
      "",
      "KMS key that encrypts the logs, the alarms and the hosts' root disks; empty: the keys that AWS manages. Its policy must let these services use it.",
      rule("kms_key_arn", `be empty or ${kmsKeyRule(region)}`, isEmptyOrKey("kms_key_arn", region)),
    ),
    permissionsBoundaryArn: declare(
      "permissions_boundary_arn",
      "string",
      "",
      "IAM policy that bounds every role of the stack; empty: none.",
      rule(
        "permissions_boundary_arn",
        "be empty or the ARN of an IAM policy (arn:aws:iam::<account id>:policy/<name>)",
        'can(regex("^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[0-9A-Za-z_+=,.@/-]+)?$", var.permissions_boundary_arn))',
      ),
    ),
    tags: declareOwnTags(stack),
  };
}

function isEmptyOrKey(variable: string, region: string): string {
  return `var.${variable} == "" || can(regex("${kmsKeyPattern(region)}", var.${variable}))`;
}

const properCidr = 'format("%s/%d", cidrhost(item, 0), tonumber(split("/", item)[1]))';
const isProperCidr = `can(cidrnetmask(item)) && try(${properCidr} == item, false)`;

/** AWS would write a block in another form than it was given, or refuse it in the middle of an apply. */
function inProperForm(variable: string): string {
  return `such as \${jsonencode([for item in concat(var.${variable}, length(var.${variable}) == 0 ? ["192.0.2.0/24"] : []) : can(cidrnetmask(item)) ? ${properCidr} : "192.0.2.0/24"])}`;
}

function all(variable: string, condition: string): string {
  return `alltrue([for item in var.${variable} : ${condition}])`;
}
