import { readFileSync } from "node:fs";
import path from "node:path";
import { resources } from "../support/synthesize";
import { byApply, byPlan, type DeliveryAttack } from "./delivery-attacks";
import { neededByPinnedProvider, neededByPreflight } from "./delivery-needed-calls";
import { neededByExecution, neededByHost } from "./needed-calls";
import { BEHIND } from "./support/calls-behind";
import { type Delivery, delivery, deliveryStack } from "./support/delivery-world";
import { type Call, isAllowed, type Target } from "./support/simulate";
import { ACCOUNT, fleet, idsOf, NAME, type Policy, type Role, resolveReferences, rolesOf } from "./support/world";

const images = { ETHNODE_IMAGE: "ghcr.io/acme/parity:1", ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1" };
const usual = delivery(images);
const ending = delivery({ ...images, ETHNODE_PROTECT_CHAIN_DISK: "false" });
/** What deploy/identity.test.ts saw a plan, an apply and a destroy call. */
const recorded: Record<"plan" | "apply" | "destroy", Call[]> = JSON.parse(
  readFileSync(path.join(__dirname, "delivery-recorded-calls.json"), "utf8"),
);
const behind = Object.values(BEHIND).flat();

const names = (calls: readonly Call[]) => calls.map(({ action, on }) => `${action} ${JSON.stringify(on)}`);
async function answered(allowed: boolean, role: Role, calls: readonly Call[]): Promise<string[]> {
  const answers = await Promise.all(calls.map((call) => isAllowed(role, call)));
  return names(calls.filter((_call, index) => answers[index] === allowed));
}
const actionsOf = ({ Statement }: Policy) => [...new Set(Statement.flatMap(({ Action }) => Action))].sort();

describe("lets", () => {
  test("a plan call what it was seen to call, and what the pinned provider calls", async () => {
    expect(recorded.plan.length).toBeGreaterThan(30);
    expect(
      await answered(false, usual.plan, [...recorded.plan, ...neededByPinnedProvider.plan, ...neededByPreflight]),
    ).toEqual([]);
  });

  test("an apply the same, with what AWS asks for behind a call", async () => {
    expect(recorded.apply.length).toBeGreaterThan(80);
    const calls = [
      ...recorded.plan,
      ...recorded.apply,
      ...neededByPinnedProvider.plan,
      ...neededByPinnedProvider.apply,
    ];
    expect(await answered(false, usual.apply, [...calls, ...behind])).toEqual([]);
  });

  test("a destroy the same, where an administrator has let the disks go", async () => {
    expect(recorded.destroy.length).toBeGreaterThan(50);
    const calls = [...recorded.destroy, ...neededByPinnedProvider.destroy];
    expect(await answered(false, ending.apply, calls)).toEqual([]);
  });

  test("no action be given that nobody calls", () => {
    const called = [recorded, neededByPinnedProvider].flatMap(({ plan, apply, destroy }) => [plan, apply, destroy]);
    const actions = new Set([...called.flat(), ...behind].map(({ action }) => action));
    expect(actionsOf(ending.apply.rights).filter((action) => !actions.has(action))).toEqual([]);
    const planned = new Set(
      [...recorded.plan, ...neededByPinnedProvider.plan, ...neededByPreflight].map(({ action }) => action),
    );
    expect(actionsOf(usual.plan.rights).filter((action) => !planned.has(action))).toEqual([]);
  });
});

describe("keeps", () => {
  const tables: [string, Role, readonly DeliveryAttack[]][] = [
    ["a plan", usual.plan, byPlan],
    ["an apply", usual.apply, byApply],
  ];
  const succeeding = async (role: Role, table: readonly DeliveryAttack[]) => {
    const answers = await Promise.all(table.map((attack) => isAllowed(role, attack)));
    return table.filter((_attack, index) => answers[index]).map(({ what, why }) => `${what}: ${why}`);
  };

  test.each(tables)("%s from what would hurt", async (_, role, table) => {
    expect(await succeeding(role, table)).toEqual([]);
  });

  test("them from enough, each of its own", () => {
    for (const table of [byPlan, byApply]) {
      const calls = table.map(({ action, on, context }) => JSON.stringify([action, on, context]));
      expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
    }
    expect(byPlan.length).toBeGreaterThan(35);
    expect(byApply.length).toBeGreaterThan(100);
  });

  const everything: Policy = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
  };
  const administrator = (role: Role): Role => ({ ...role, rights: everything });

  test("nothing of it, where everything is allowed and nothing bounds it: each attack is a call that AWS knows", async () => {
    for (const [, { arn, trust }, table] of tables) {
      expect(await succeeding({ arn, trust, rights: everything }, table)).toHaveLength(table.length);
    }
  });

  test("the apply's role from its own rights and from the chain by its bounds alone, whatever is put on it", async () => {
    const bounded = await succeeding(administrator(usual.apply), byApply);
    const held = byApply.filter(({ what, why }) => !bounded.includes(`${what}: ${why}`)).map(({ what }) => what);
    expect(held).toEqual(
      expect.arrayContaining([
        "deletes the chain disk",
        "deletes another's disk",
        "deletes a final snapshot",
        "takes the mark off",
        "takes the mark off among others",
        "puts a policy on itself",
        "puts a policy on itself, bounded or not",
        "attaches a policy to itself",
        "takes its bounds off",
        "writes its bounds anew",
        "writes the nodes' bounds anew",
        "trusts others",
        "removes the provider",
        "makes a node's role without bounds",
        "fills another's role",
        "makes a user",
        "takes on the administrator's role",
        "reads a secret",
      ]),
    );
  });

  test.each([
    ["a retired node's disk", { ETHNODE_RETIRED_NODES: "node-1" }, ["node-1"]],
    ["every disk of the deployment", { ETHNODE_PROTECT_CHAIN_DISK: "false" }, ["node-0", "node-1"]],
    ["none", {}, []],
  ])("an apply from ending any disk but %s", async (_, settings, expected) => {
    const { apply } = delivery(settings as Record<string, string>);
    const disks = ["node-0", "node-1"].map((node) => ({
      node,
      tags: { Project: NAME, Name: `${NAME}-${node}-chain` },
    }));
    const ofOthers = { node: "of others", tags: { Project: "payments", Name: `${NAME}-node-1-chain` } };
    const ended: string[] = [];
    for (const { node, tags } of [...disks, ofOthers]) {
      const target = { arn: idsOf(node).volume, tags };
      if (await isAllowed(apply, { action: "ec2:DeleteVolume", on: [target] })) {
        ended.push(node);
      }
    }
    expect(ended).toEqual(expected);
  });
});

describe("bounds the nodes' roles", () => {
  const own = (item: string | Target): string | Target =>
    typeof item === "string" && item.includes(":volume/") ? { arn: item, tags: { Project: NAME } } : item;
  const bounded = (role: Role, { nodeBoundary }: Delivery): Role => ({ ...role, boundary: nodeBoundary });
  const roles = rolesOf(fleet);

  test.each(["node-0", "node-1"])("and %s can still do its work", async (node) => {
    const calls = neededByHost(idsOf(node)).map((call) => ({ ...call, on: call.on.map(own) }));
    expect(await answered(false, bounded(roles[node] as Role, usual), calls)).toEqual([]);
  });

  test("and tasks theirs", async () => {
    expect(await answered(false, bounded(roles.service_execution as Role, usual), neededByExecution)).toEqual([]);
  });

  test("and a policy that an apply puts on one gives nothing beyond", async () => {
    const rights: Policy = {
      Version: "2012-10-17",
      Statement: [{ Sid: "All", Effect: "Allow", Action: ["*"], Resource: ["*"] }],
    };
    const wide = bounded({ ...(roles["node-0"] as Role), rights }, usual);
    const answers = await Promise.all(byApply.map((attack) => isAllowed(wide, attack)));
    const succeeding = byApply.filter((_attack, index) => answers[index]).map(({ what }) => what);
    // What a host does itself.
    expect(succeeding.sort()).toEqual([
      "attaches the disk elsewhere",
      "marks a new disk as formatted",
      "takes the disk from a running node",
    ]);
  });
});

test("every policy has room, with the longest name and partition and all that can be in it", () => {
  const stack = deliveryStack({
    ETHNODE_NAME: "a".repeat(24),
    ETHNODE_RECYCLE_BIN_DAYS: "30",
    ETHNODE_PROTECT_CHAIN_DISK: "false",
    ETHNODE_STATE_BUCKET: "b".repeat(63),
    ETHNODE_STATE_KMS_KEY_ARN: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/01234567-89ab-4def-8123-456789abcdef`,
  });
  const sizes = resources(stack, "aws_iam_policy").map(({ name, policy }) => {
    const written = resolveReferences(String(policy)).replaceAll("arn:aws:", "arn:aws-us-gov:");
    return [name, written.replaceAll(/\s/g, "").length] as const;
  });
  expect(sizes).toHaveLength(7);
  expect(sizes.filter(([, size]) => size > 6144)).toEqual([]);
});
