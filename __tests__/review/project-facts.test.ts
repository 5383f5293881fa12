import { asObjects, isObject } from "../../plan/json";
import { KNOWN_TYPES } from "../../review/known-types";
import { allows, statementsOfTemplate, widths } from "../../review/policy";
import { PEER_PORTS, RPC_PORTS } from "../../review/project-facts";
import { reviewedStacks } from "../support/reviewed-stacks";

const stacks = Object.entries(reviewedStacks());

test("every type that the stacks have is known", () => {
  const types = stacks.flatMap(([, { stack }]) => Object.keys(stack.resource));
  expect(types.filter((type) => !KNOWN_TYPES.has(type))).toEqual([]);
});

test("no right of the project's own counts as wide", () => {
  const policies = (value: unknown): string[] =>
    typeof value === "string"
      ? value.includes('"Statement"')
        ? [value]
        : []
      : Array.isArray(value)
        ? value.flatMap(policies)
        : isObject(value)
          ? Object.values(value).flatMap(policies)
          : [];
  // The rights of the delivery are for an administrator to read, each of them.
  const statements = stacks
    .filter(([name]) => !name.startsWith("delivery"))
    .flatMap(([, { stack }]) => policies(stack.resource))
    .flatMap((text) => statementsOfTemplate(text) ?? []);
  expect(statements.length).toBeGreaterThan(50);
  expect(statements.filter(allows).filter((statement) => widths(statement).length > 0)).toEqual([]);
});

test("no port is both for peers and for the RPC", () => {
  expect([...RPC_PORTS].filter((port) => PEER_PORTS.tcp.has(port))).toEqual([]);
});

test("the ports of peers and of the RPC are those of the stacks' rules", () => {
  const rules = stacks
    .flatMap(([, { stack }]) => Object.values(stack.resource.aws_security_group_rule ?? {}))
    .filter(({ type }) => type === "ingress");
  const byGroup = rules.filter(({ source_security_group_id }) => source_security_group_id !== undefined);
  const byAddress = rules.filter(({ cidr_blocks, count }) => cidr_blocks !== undefined && count === undefined);
  expect(byGroup.filter(({ from_port }) => !RPC_PORTS.has(Number(from_port)))).toEqual([]);
  expect(
    byAddress.filter(({ from_port, protocol }) => !PEER_PORTS[protocol as "tcp" | "udp"].has(Number(from_port))),
  ).toEqual([]);
  expect(asObjects([...byGroup]).length * byAddress.length).toBeGreaterThan(0);
});
