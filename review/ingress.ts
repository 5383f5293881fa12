import { BlockList, isIP } from "node:net";
import { asNumber, asObjects, asString, asStrings, holdsTrue, isObject, type Json } from "../plan/json";
import { type Change, isUntouched, type Plan } from "../plan/plan";
import { say, type Words } from "../plan/words";
import { PEER_PORTS, RPC_PORTS, SSH_PORT } from "./project-facts";

/** Who may come in to what. */
export interface Grant {
  readonly change: Change;
  /** Id of the security group; empty where it is yet to be made. */
  readonly group: string;
  /** tcp, udp, icmp, … or -1 for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly source: Source;
}

export interface Source {
  readonly kind: "address" | "prefix list" | "security group" | "unknown";
  readonly value: string;
  /** Whether the value may be printed. */
  readonly isSensitive: boolean;
}

const GROUPS = ["aws_security_group", "aws_default_security_group"];
const HIGHEST_PORT = 65_535;
const PROTOCOL_NAMES: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", all: "-1" };

/** Without what a group shows of rules that are resources of their own, or were made by hand. */
function managed({ changes }: Plan): Change[] {
  return changes.filter((change) => !(GROUPS.includes(change.type) && isUntouched(change)));
}

/** Grants that the plan makes and that were not there. */
export function newGrants(plan: Plan): Grant[] {
  const before = managed(plan).flatMap((change) =>
    grantsOf(change, change.before, undefined, change.shownBefore, plan),
  );
  return managed(plan)
    .flatMap((change) => grantsOf(change, change.after, change.unknown, change.shownAfter, plan))
    .filter((grant) => !before.some((old) => includes(old, grant)));
}

/** Grants that were there and that the plan takes away. */
export function lostGrants(plan: Plan): Grant[] {
  const after = managed(plan).flatMap((change) =>
    grantsOf(change, change.after, change.unknown, change.shownAfter, plan),
  );
  return plan.changes
    .filter((change) => !isUntouched(change) && change.type !== "aws_security_group")
    .flatMap((change) => grantsOf(change, change.before, undefined, change.shownBefore, plan))
    .filter((grant) => !after.some((now) => includes(now, grant)));
}

/** Grants that somebody made outside Terraform. */
export function driftedGrants(plan: Plan): Grant[] {
  // A group shows the rules of its own resources too.
  const known = [...plan.changes, ...plan.drift].flatMap((change) =>
    change.type === "aws_security_group" && plan.changes.includes(change)
      ? []
      : grantsOf(change, change.before, undefined, change.shownBefore, plan),
  );
  return plan.drift
    .flatMap((change) => grantsOf(change, change.after, undefined, change.shownAfter, plan))
    .filter((grant) => !known.some((old) => includes(old, grant)));
}

function grantsOf(change: Change, values: Json | undefined, unknown: unknown, shown: Json, plan: Plan): Grant[] {
  if (values === undefined) {
    return [];
  }
  const flags = isObject(unknown) ? unknown : {};
  switch (change.type) {
    case "aws_security_group_rule":
      return values.type === "egress"
        ? []
        : blockGrants(change, asString(values.security_group_id), values, flags, shown);
    case "aws_vpc_security_group_ingress_rule":
      return singleGrants(change, values, flags, shown);
    case "aws_security_group":
    case "aws_default_security_group": {
      const group = asString(values.id);
      const inShown = asObjects(shown.ingress);
      const known = asObjects(values.ingress).flatMap((block, index) =>
        blockGrants(change, group, block, partOf(flags.ingress, index), inShown[index] ?? {}),
      );
      // Computed where nothing is configured: then it is what the rules' own resources say.
      const isHidden = holdsTrue(flags.ingress) && plan.configured(change, "ingress") !== undefined;
      return [...known, ...(isHidden ? [everything(change, group)] : [])];
    }
    default:
      return [];
  }
}

/** Of a rule with lists of sources. */
function blockGrants(change: Change, group: string, block: Json, flags: Json, shown: Json): Grant[] {
  const base = { change, group, ...portsOf(asString(block.protocol), block) };
  const listed = (key: string, kind: Source["kind"]) =>
    asStrings(block[key]).map(
      (value): Grant => ({
        ...base,
        source: { kind, value, isSensitive: !asStrings(shown[key]).includes(value) },
      }),
    );
  const unknown = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].some((key) => holdsTrue(flags[key]));
  return [
    ...listed("cidr_blocks", "address"),
    ...listed("ipv6_cidr_blocks", "address"),
    ...listed("prefix_list_ids", "prefix list"),
    ...listed("security_groups", "security group"),
    ...listed("source_security_group_id", "security group"),
    ...(unknown ? [{ ...base, source: UNKNOWN_SOURCE }] : []),
  ];
}

/** Of a rule with one source. */
function singleGrants(change: Change, values: Json, flags: Json, shown: Json): Grant[] {
  const base = {
    change,
    group: asString(values.security_group_id),
    ...portsOf(asString(values.ip_protocol), values),
  };
  const kinds: Readonly<Record<string, Source["kind"]>> = {
    cidr_ipv4: "address",
    cidr_ipv6: "address",
    prefix_list_id: "prefix list",
    referenced_security_group_id: "security group",
  };
  return Object.entries(kinds).flatMap(([key, kind]): Grant[] => {
    const value = asString(values[key]);
    if (value !== "") {
      return [{ ...base, source: { kind, value, isSensitive: shown[key] !== value } }];
    }
    return kind !== "security group" && flags[key] === true ? [{ ...base, source: UNKNOWN_SOURCE }] : [];
  });
}

const UNKNOWN_SOURCE: Source = { kind: "unknown", value: "", isSensitive: false };

function everything(change: Change, group: string): Grant {
  return { change, group, protocol: "-1", from: 0, to: HIGHEST_PORT, source: UNKNOWN_SOURCE };
}

function portsOf(protocol: string, block: Json): Pick<Grant, "protocol" | "from" | "to"> {
  const name = PROTOCOL_NAMES[protocol.toLowerCase()] ?? protocol.toLowerCase();
  const from = asNumber(block.from_port) ?? 0;
  const to = asNumber(block.to_port) ?? HIGHEST_PORT;
  return name === "-1" || !["tcp", "udp"].includes(name) || from < 0
    ? { protocol: name, from: 0, to: HIGHEST_PORT }
    : { protocol: name, from, to };
}

function partOf(flags: unknown, index: number): Json {
  const part = Array.isArray(flags) ? flags[index] : undefined;
  return isObject(part) ? part : {};
}

function includes(wide: Grant, narrow: Grant): boolean {
  return (
    wide.group !== "" &&
    wide.group === narrow.group &&
    (wide.protocol === "-1" || wide.protocol === narrow.protocol) &&
    wide.from <= narrow.from &&
    wide.to >= narrow.to &&
    (sameSource(wide.source, narrow.source) || holdsRange(wide.source, narrow.source))
  );
}

function sameSource(one: Source, other: Source): boolean {
  return one.kind === other.kind && one.kind !== "unknown" && one.value === other.value;
}

function holdsRange(wide: Source, narrow: Source): boolean {
  return wide.kind === "address" && narrow.kind === "address" && isWithin(narrow.value, wide.value);
}

function isWithin(narrow: string, wide: string): boolean {
  const [inner, outer] = [rangeOf(narrow), rangeOf(wide)];
  if (inner === undefined || outer === undefined || inner.family !== outer.family || inner.prefix < outer.prefix) {
    return false;
  }
  const block = new BlockList();
  block.addSubnet(outer.address, outer.prefix, outer.family);
  return block.check(inner.address, inner.family);
}

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function rangeOf(cidr: string): Range | undefined {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const family = isIP(address) === 4 ? "ipv4" : isIP(address) === 6 ? "ipv6" : undefined;
  const prefix = Number(length);
  return family === undefined || prefix > (family === "ipv4" ? 32 : 128) ? undefined : { address, prefix, family };
}

/** Addresses that no router of the internet knows. */
const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
];

/** Whether somebody outside can be meant. A list, and what is unknown, may hold anybody. */
export function isPublic({ source: { kind, value } }: Grant): boolean {
  return kind === "address"
    ? !PRIVATE.some((block) => isWithin(value, block))
    : kind === "prefix list" || kind === "unknown";
}

/** Whether the sources are addresses, and no security group. */
export function isByAddress({ source: { kind } }: Grant): boolean {
  return kind !== "security group";
}

/** Whether peers may come in there by the clients' profiles. */
export function isForPeers({ from, protocol, to }: Grant): boolean {
  const ports = protocol === "tcp" ? PEER_PORTS.tcp : protocol === "udp" ? PEER_PORTS.udp : undefined;
  if (ports === undefined || to - from > ports.size) {
    return false;
  }
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).every((port) => ports.has(port));
}

/** Whether it opens a port that commands a client. */
export function opensRpc({ from, protocol, to }: Grant): boolean {
  return ["tcp", "-1"].includes(protocol) && [...RPC_PORTS].some((port) => from <= port && port <= to);
}

const NARROW = { ipv4: 24, ipv6: 64 };

/** SSH from a few addresses, as the variable ssh_cidrs is for. */
export function isNarrowSsh({ from, protocol, source, to }: Grant): boolean {
  const range = source.kind === "address" ? rangeOf(source.value) : undefined;
  return (
    protocol === "tcp" &&
    from === SSH_PORT &&
    to === SSH_PORT &&
    range !== undefined &&
    range.prefix >= NARROW[range.family]
  );
}

/** The grant in words, after "opens". */
export function shownGrant({ from, protocol, source, to }: Grant): Words {
  const all = from === 0 && to === HIGHEST_PORT;
  const ports = all ? say`all ports` : from === to ? say`port ${from}` : say`ports ${from} to ${to}`;
  const what = protocol === "-1" ? say`everything` : say`${protocol}, ${ports},`;
  const who: Readonly<Record<Source["kind"], Words>> = {
    address: isAll(source.value) ? say`the whole world (${source.value})` : say`${source.value}`,
    "prefix list": say`the addresses of ${source.value}, which the plan does not show`,
    "security group": say`security group ${source.value}`,
    unknown: say`addresses that the plan does not know yet`,
  };
  return say`${what} to ${source.isSensitive ? say`addresses that are sensitive` : who[source.kind]}`;
}

function isAll(cidr: string): boolean {
  return rangeOf(cidr)?.prefix === 0;
}
