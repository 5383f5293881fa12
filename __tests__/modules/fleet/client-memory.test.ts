import { everyChoice } from "../../../stacks/settings/every-choice";
import { evaluate } from "../../support/evaluate";
import { expectEach } from "../../support/expect-each";
import { nodeClients } from "../../support/node-clients";
import { only, synthesize, type TerraformJson } from "../../support/synthesize";

const { node } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "lighthouse" });
const RESERVED_MIB = 16_384 + 8_192;
/** GiB of an instance of 8 vCPU. */
const LARGE_GIB: Readonly<Record<string, number>> = { r: 64, m: 32, c: 16, t: 32 };
const SIZES: Readonly<Record<string, number>> = {
  small: 1 / 16,
  medium: 1 / 8,
  xlarge: 1 / 2,
  "2xlarge": 1,
  "4xlarge": 2,
};

function usableMiB(memoryMiB: number, stack = node): number {
  const [, expression] = Object.entries(stack.locals).find(([name]) => name.startsWith("memory_usable")) ?? [];
  return Number(
    evaluate(String(expression), { "data\\.aws_ec2_instance_type\\.\\w+\\.memory_size": String(memoryMiB) }),
  );
}

function precondition(stack: TerraformJson) {
  const { lifecycle } = only(stack, "aws_ecs_task_definition") as {
    lifecycle: { precondition: { condition: string; error_message: string }[] };
  };
  return lifecycle.precondition[0] as { condition: string; error_message: string };
}

test.each([
  [2_048, 1_433],
  [65_536, 61_747],
])("of %d MiB the clients may use %d, host and monitor the rest", (memoryMiB, expected) => {
  expect(usableMiB(memoryMiB)).toBe(expected);
});

test.each([
  [RESERVED_MIB, "false"],
  [RESERVED_MIB + 1, "true"],
])("with %d MiB to use, a plan for clients that reserve 24576 passes: %s", (usable, passes) => {
  expect(evaluate(precondition(node).condition, { "local\\.memory_usable-mib_\\w+": String(usable) })).toBe(passes);
});

test("without a monitor, its share is the clients'", () => {
  expect(usableMiB(65_536, synthesize({ ETHNODE_MONITOR: "false" }).node)).toBe(61_875);
});

test("the refusal names variable, rule and value", () => {
  const values = {
    "local\\.memory_usable-mib_\\w+": "3507",
    "data\\.aws_ec2_instance_type\\.\\w+\\.instance_type": '"t3.medium"',
  };
  expect(evaluate(precondition(node).error_message.replaceAll('"', "'"), values)).toBe(
    "instance_type must leave its clients more than the 24576 MiB of memory that they reserve, beside 384 MiB and 5 % for the host and 128 MiB for the monitor; got 't3.medium', which leaves 3507 MiB.",
  );
});

test("every choice fits on its own default instance", () => {
  const small = ["geth", "nethermind", "reth", "parity"].map((ETHNODE_CLIENT) => ({
    ETHNODE_CLIENT,
    ETHNODE_CHAIN: "dev",
  }));
  const choices = [...everyChoice(), ...small].map((choice) => ({ name: Object.values(choice).join(" "), choice }));
  expectEach(choices, ({ choice }) => {
    const { all, sizing } = nodeClients(choice);
    const [family, size] = sizing.instanceType.split(".") as [string, string];
    const memoryMiB = (LARGE_GIB[family[0] as string] as number) * (SIZES[size] as number) * 1_024;
    const reserved = all.reduce((sum, { memoryReservationMiB }) => sum + memoryReservationMiB, 0);
    expect(reserved).toBeLessThan(Math.floor(memoryMiB * 0.95) - 384 - 128);
  });
});
