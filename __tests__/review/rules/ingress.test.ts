import { ENGINE_API } from "../../../modules/clients/client-command";
import { create, destroy, findings, type Json } from "../support/findings";

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

  test.each([8545, 8546, ENGINE_API.port, 5052, 3500, 5051, 9596])("by address on port %s opens the RPC", (port) => {
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
