import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize();
const rules = resources(node, "aws_security_group_rule");
const nodeGroup = expect.stringContaining("aws_security_group.network_node_");
const accessGroup = expect.stringContaining("aws_security_group.network_access_");

test("lets in peers from everywhere by default, RPC, websocket and monitor from the access group, SSH on demand, and nothing else", () => {
  const ingress = rules
    .filter(({ type }) => type === "ingress")
    .sort((a, b) => Number(a.from_port) - Number(b.from_port));
  const p2p = { from_port: 30303, to_port: 30303, cidr_blocks: tf("var.p2p_cidrs"), security_group_id: nodeGroup };
  const rpc = { protocol: "tcp", source_security_group_id: accessGroup, security_group_id: nodeGroup };
  expect(ingress).toEqual([
    expect.objectContaining({
      from_port: 22,
      to_port: 22,
      protocol: "tcp",
      cidr_blocks: tf("var.ssh_cidrs"),
      count: tf('(("" != var.key_name) && (0 < length(var.ssh_cidrs))) ? 1 : 0'),
    }),
    expect.objectContaining({ from_port: 8545, to_port: 8545, ...rpc }),
    expect.objectContaining({ from_port: 8546, to_port: 8546, ...rpc }),
    expect.objectContaining({ from_port: 9600, to_port: 9600, ...rpc }),
    expect.objectContaining({ protocol: "tcp", ...p2p }),
    expect.objectContaining({ protocol: "udp", ...p2p }),
  ]);
  expect(ingress.filter((rule) => "cidr_blocks" in rule && "source_security_group_id" in rule)).toEqual([]);
});

test("opens exactly the ports that the profiles of a pair name, to the right ones", () => {
  const { node: pair } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "prysm" });
  const ingress = resources(pair, "aws_security_group_rule").filter(({ type }) => type === "ingress");
  const open = ingress.filter(({ cidr_blocks }) => cidr_blocks === tf("var.p2p_cidrs"));
  const ports = (rules: typeof ingress) => rules.map(({ from_port, protocol }) => `${from_port}/${protocol}`).sort();
  expect(ports(open)).toEqual(["12000/udp", "13000/tcp", "13000/udp", "30303/tcp", "30303/udp"]);
  expect(ports(ingress.filter((rule) => "source_security_group_id" in rule))).toEqual([
    "8545/tcp",
    "8546/tcp",
    "9600/tcp",
  ]);
  expect(ingress).toHaveLength(9);
});

test("lets members of the access group out to RPC and monitor of the nodes only", () => {
  const egress = rules.filter(
    ({ type, security_group_id }) => type === "egress" && /network_access/.test(String(security_group_id)),
  );
  expect(egress).toEqual([
    expect.objectContaining({ from_port: 9600, to_port: 9600, source_security_group_id: nodeGroup }),
    expect.objectContaining({ from_port: 8545, to_port: 8545, source_security_group_id: nodeGroup }),
    expect.objectContaining({ from_port: 8546, to_port: 8546, source_security_group_id: nodeGroup }),
  ]);
});

test.each([
  [{ ETHNODE_MONITOR_PAGES: "none" }, []],
  [{ ETHNODE_MONITOR_PAGES: "ready,metrics" }, ["access"]],
  [{ ETHNODE_MONITOR_PAGES: "page" }, ["access"]],
  [{ ETHNODE_MONITOR: "false" }, []],
])("opens the monitor's port to whom it serves only: %j to %j", (settings, callers) => {
  const open = resources(synthesize(settings).node, "aws_security_group_rule").filter(
    ({ from_port, type }) => from_port === 9600 && type === "ingress",
  );
  const sources = open.map(({ source_security_group_id }) =>
    String(source_security_group_id).includes("network_access_") ? "access" : "node",
  );
  expect(sources.sort()).toEqual(callers);
});

test("opens P2P to the world by default and SSH to nobody", () => {
  expect(node.variable.p2p_cidrs?.default).toEqual(["0.0.0.0/0"]);
  expect(node.variable.ssh_cidrs?.default).toEqual([]);
});

function tf(expression: string): string {
  return `\${${expression}}`;
}
