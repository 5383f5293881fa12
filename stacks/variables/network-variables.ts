import type { Settings } from "../settings/settings-of";
import { all, type Variable, type VariableRule } from "./variable";

/** Top-level names that no registry hands out (RFC 6761, 6762, 7686, 8375, 9476, and ICANN's of 2024). */
const UNDELEGATED = ["internal", "local", "localhost", "test", "example", "invalid", "onion", "alt", "home.arpa"];

/** Domains of AWS's own services in all partitions: in a private zone of one of them no service of AWS is found. */
const OF_AWS = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "amazonwebservices.com.cn",
  "amazonwebservices.eu",
  "api.aws",
  "on.aws",
  "ic.gov",
  "sgov.gov",
  "scloud",
  "adc-e.uk",
];

/** Where the nodes are, under which names, and who reaches them. */
export function networkVariables({ dnsZone, nodeNames, zoneId }: Settings) {
  return {
    subnetIds: {
      name: "subnet_ids",
      type: "list(string)",
      byDefault: [],
      description: "Subnets of the nodes, one a node, all in one VPC; empty: the default subnets of the default VPC.",
      change:
        "A subnet of the same zone counts from the next instance on. One of another zone is refused, as the disk cannot follow ([add-or-remove-a-node](runbooks/add-or-remove-a-node.md)).",
      rules: [
        { must: "hold subnet ids (subnet-…)", holds: all("subnet_ids", 'can(regex("^subnet-[0-9a-f]{8,17}$", item))') },
        {
          must: `be empty or name at least as many subnets as there are nodes, ${nodeNames.length}`,
          holds: `length(var.subnet_ids) == 0 || length(var.subnet_ids) >= ${nodeNames.length}`,
        },
      ],
    },
    dnsName: {
      name: "dns_name",
      type: "string",
      // A forgotten variable file must not rename what others delegated or own.
      byDefault: dnsZone === "private" && zoneId === undefined ? "ethereum.internal" : undefined,
      description:
        "Domain name of the nodes, each <node name>.<dns_name>, and all rpc.<dns_name>: that of the Route53 zone, or with the setting zoneId one below it.",
      change:
        "Refused while the setting `protectZone` is true. Else the zone is made anew, unless `zoneId` names it, and the instances are replaced.",
      rules: [
        {
          must: "be a domain name in lower case with at least two labels, without a trailing dot",
          holds:
            'can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$", var.dns_name)) && length(var.dns_name) <= 220',
        },
        {
          must: `not be one of AWS's own, below ${OF_AWS.join(", ")}`,
          holds: `!${isBelow(OF_AWS)}`,
        },
        ...(dnsZone === "private" ? [] : [DELEGATED]),
      ],
    },
    keyName: {
      name: "key_name",
      type: "string",
      byDefault: "",
      description: "EC2 key pair for SSH; empty: none. Session Manager works without.",
      change: "Replaces the instance.",
      rules: [
        {
          must: "be empty or the name of a key pair, 1-255 ASCII characters",
          holds: 'can(regex("^[ -~]{0,255}$", var.key_name))',
        },
      ],
    },
    sshCidrs: {
      name: "ssh_cidrs",
      type: "list(string)",
      byDefault: [],
      description: "IPv4 CIDR blocks that may use SSH; needs key_name.",
      change: "In place.",
      rules: [
        {
          must: "hold IPv4 CIDR blocks without host bits or leading zeros",
          suchAs: properForm("ssh_cidrs"),
          holds: all("ssh_cidrs", isProperCidr),
        },
        hasNoneTwice("ssh_cidrs"),
        { must: "be empty where key_name is empty", holds: 'length(var.ssh_cidrs) == 0 || var.key_name != ""' },
      ],
    },
    p2pCidrs: {
      name: "p2p_cidrs",
      type: "list(string)",
      byDefault: ["0.0.0.0/0"],
      description: "IPv4 CIDR blocks whose Ethereum peers may connect to the clients' peer-to-peer ports.",
      change: "In place.",
      rules: [
        {
          must: "hold one or more IPv4 CIDR blocks without host bits or leading zeros",
          suchAs: properForm("p2p_cidrs"),
          holds: `length(var.p2p_cidrs) > 0 && ${all("p2p_cidrs", isProperCidr)}`,
        },
        hasNoneTwice("p2p_cidrs"),
      ],
    },
  } as const satisfies Record<string, Variable>;
}

const DELEGATED: VariableRule = {
  must: `be a name that can be delegated, where the setting dnsZone is public: not one below ${UNDELEGATED.join(", ")}`,
  holds: `!${isBelow(UNDELEGATED)}`,
};

/** Whether dns_name is one of the domains, or lies below one. */
function isBelow(domains: readonly string[]): string {
  return `can(regex("(^|[.])(${domains.join("|").replaceAll(".", "[.]")})$", var.dns_name))`;
}

// AWS would write a block in another form than it was given, or refuse it in the middle of an apply.
const properCidr = 'format("%s/%d", cidrhost(item, 0), tonumber(split("/", item)[1]))';
const isProperCidr = `can(cidrnetmask(item)) && try(${properCidr} == item, false)`;

/** EC2 refuses the second of two equal permissions in the middle of an apply. */
function hasNoneTwice(variable: string): VariableRule {
  return {
    must: "hold no block twice",
    suchAs: `jsonencode(distinct(var.${variable}))`,
    holds: `length(distinct(var.${variable})) == length(var.${variable})`,
  };
}

function properForm(variable: string): string {
  return `jsonencode([for item in concat(var.${variable}, length(var.${variable}) == 0 ? ["192.0.2.0/24"] : []) : can(cidrnetmask(item)) ? ${properCidr} : "192.0.2.0/24"])`;
}
