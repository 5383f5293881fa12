import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  type Attack,
  byAnyHost,
  byExecutionRole,
  byNode0AgainstNode1,
  openToExecutionRole,
  openToHost,
} from "./attacks";
import { type NeededCall, neededByExecution, neededByHost } from "./needed-calls";
import { type Call, isAllowed, mayAssume } from "./support/simulate";
import {
  ACCOUNT,
  fleet,
  idsOf,
  NAME,
  OTHER_ACCOUNT,
  otherGrants,
  type Policy,
  type Role,
  rolesOf,
  single,
} from "./support/world";

// A table of 200 simulated calls takes a second, and ten beside other work.
const BOOT = path.resolve(__dirname, "../../modules/node/boot");
const roles = { single: rolesOf(single), fleet: rolesOf(fleet) };
const hostOfFleet = roles.fleet["node-0"] as Role;
const otherOfFleet = roles.fleet["node-1"] as Role;
const execution = roles.fleet.service_execution as Role;

const callOf = ([, action, on, context]: Attack): Call => ({
  action,
  on,
  ...(context === undefined ? {} : { context }),
});
interface Named {
  readonly name: string;
  readonly call: Call;
}
const named = (calls: readonly NeededCall[]): Named[] =>
  calls.map((call) => ({ name: `${call.action} (${call.place}: ${call.why})`, call }));
const attacks = (table: readonly Attack[]): Named[] =>
  table.map((attack) => ({ name: `${attack[0]} (${attack[1]})`, call: callOf(attack) }));
/** The names of those calls that the role may make, or may not. */
const answered = async (allowed: boolean, role: Role, rows: readonly Named[]) => {
  const answers = await Promise.all(rows.map(({ call }) => isAllowed(role, call)));
  return rows.filter((_row, index) => answers[index] === allowed).map(({ name }) => name);
};

test("reads every right of every role", () => {
  expect(Object.keys(roles.single).sort()).toEqual(["node-0", "service_execution"]);
  expect(Object.keys(roles.fleet).sort()).toEqual(["node-0", "node-1", "service_execution"]);
  expect([...otherGrants(single), ...otherGrants(fleet)]).toEqual([]);
});

test("gives the first node and the execution role of a fleet the rights of a single node's", () => {
  const { "node-1": _, ...others } = roles.fleet;
  expect(others).toEqual(roles.single);
});

describe("lets", () => {
  const needed: [string, Role, readonly NeededCall[]][] = [
    ["the first host of a fleet", hostOfFleet, neededByHost(idsOf("node-0"))],
    ["the second host of a fleet", otherOfFleet, neededByHost(idsOf("node-1"))],
    ["the execution role", execution, neededByExecution],
  ];
  describe.each(needed)("%s call what it needs", (_, role, calls) => {
    test("each of them", async () => {
      expect(await answered(false, role, named(calls))).toEqual([]);
    });

    test("and no action that nobody needs", () => {
      const given = role.rights.Statement.flatMap(({ Action }) => Action);
      expect([...new Set(given)].sort()).toEqual([...new Set(calls.map(({ action }) => action))].sort());
    });
  });
});

test("knows every call that the boot scripts make", () => {
  const made = readdirSync(BOOT).flatMap((file) => {
    const text = readFileSync(path.join(BOOT, file), "utf8");
    const direct = [...text.matchAll(/aws_cli ([a-z0-9]+) ([a-z][a-z-]+)/g)].map(([, service, verb]) => [
      service,
      verb,
    ]);
    const hooks = [...text.matchAll(/^ *lifecycle ([a-z][a-z-]+)/gm)].map(([, verb]) => ["autoscaling", verb]);
    const logs = file.endsWith(".py")
      ? [...text.matchAll(/\("([a-z]+-log-[a-z]+)"/g)].map(([, verb]) => ["logs", verb])
      : [];
    return [...direct, ...hooks, ...logs].map(([service, verb]) => `${file} ${service}:${pascal(String(verb))}`);
  });
  const rows = neededByHost(idsOf("node-0")).filter(({ place }) => /\.(sh|py)$/.test(place));
  const noted = rows.map(({ place, action }) => `${place} ${action}`);
  expect(made.length).toBeGreaterThan(12);
  expect([...new Set(made)].sort()).toEqual([...new Set(noted)].sort());
  // No other way to call AWS than those that are looked for here.
  const callers = readdirSync(BOOT).filter((file) => /\baws\b(?!-| CLI)/.test(withoutComments(file)));
  expect(callers.sort()).toEqual(["cloudwatch.py", "install-aws-cli.sh", "lib.sh"]);
});

describe("keeps", () => {
  const tables: [string, Role, readonly Attack[]][] = [
    ["a host from what is not its own", hostOfFleet, byAnyHost],
    ["node-0 from node-1", hostOfFleet, byNode0AgainstNode1],
    ["who has the execution role from anything else", execution, byExecutionRole],
  ];
  test.each(tables)("%s", async (_, role, table) => {
    expect(await answered(true, role, attacks(table))).toEqual([]);
  });

  test("each attack is one of its own, and there are enough", () => {
    for (const table of [byAnyHost, byNode0AgainstNode1, byExecutionRole]) {
      const calls = table.map((attack) => JSON.stringify(callOf(attack)));
      expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
    }
    expect(byAnyHost.length).toBeGreaterThan(150);
    expect(byNode0AgainstNode1.length).toBeGreaterThan(40);
    expect(byExecutionRole.length).toBeGreaterThan(10);
  });
});

describe("cannot keep, and says so in decision 33,", () => {
  const decision = readFileSync(path.resolve(__dirname, "../../docs/decisions/0033-rights-of-a-host.md"), "utf8");
  const tables = [
    ["a host", hostOfFleet, openToHost],
    ["the execution role", execution, openToExecutionRole],
  ] as const;
  test.each(tables)("%s from what the table of its open attacks holds", async (_, role, table) => {
    const open = table.map(({ attack }) => attack);
    expect(open.length).toBeGreaterThan(0);
    expect(await answered(false, role, attacks(open))).toEqual([]);
    expect(open.filter(([, action]) => !decision.includes(`\`${action}\``))).toEqual([]);
  });
});

describe("lets only its service be", () => {
  const strangers = [
    "lambda.amazonaws.com",
    "ssm.amazonaws.com",
    `arn:aws:iam::${ACCOUNT}:root`,
    `arn:aws:iam::${ACCOUNT}:user/admin`,
    `arn:aws:iam::${ACCOUNT}:role/admin`,
    `arn:aws:sts::${ACCOUNT}:assumed-role/${NAME}-host-node-1/i-0`,
    `arn:aws:iam::${OTHER_ACCOUNT}:root`,
    `arn:aws:iam::${OTHER_ACCOUNT}:role/admin`,
  ];
  const here = { "aws:SourceAccount": ACCOUNT };

  test.each([
    ["a host", hostOfFleet, "ec2.amazonaws.com", "ecs-tasks.amazonaws.com"],
    ["the execution role", execution, "ecs-tasks.amazonaws.com", "ec2.amazonaws.com"],
  ])("%s", async (_, role, service, otherService) => {
    expect(await mayAssume(service, role, here)).toBe(true);
    const everybodyElse = [...strangers, otherService];
    const answers = await Promise.all(everybodyElse.map((stranger) => mayAssume(stranger, role, here)));
    expect(everybodyElse.filter((_stranger, index) => answers[index])).toEqual([]);
  });

  test("the execution role on behalf of its own account", async () => {
    const call = (account: string) => mayAssume("ecs-tasks.amazonaws.com", execution, { "aws:SourceAccount": account });
    expect([await call(ACCOUNT), await call(OTHER_ACCOUNT)]).toEqual([true, false]);
    expect(await mayAssume("ecs-tasks.amazonaws.com", execution)).toBe(false);
  });
});

describe("the simulation itself fails", () => {
  const widened = (role: Role, statement: Partial<Policy["Statement"][number]>): Role => ({
    ...role,
    rights: {
      ...role.rights,
      Statement: [
        ...role.rights.Statement,
        { Sid: "More", Effect: "Allow", Action: [], Resource: ["*"], ...statement },
      ],
    },
  });
  const succeeding = (role: Role, table: readonly Attack[]) => answered(true, role, attacks(table));

  test("for every attack, where everything is allowed", async () => {
    for (const table of [byAnyHost, byNode0AgainstNode1, byExecutionRole]) {
      expect(await succeeding(widened(hostOfFleet, { Action: ["*"] }), table)).toHaveLength(table.length);
    }
  });

  test.each([
    ["the managed policy's parameters", { Action: ["ssm:GetParameter", "ssm:GetParameters"] }, 6],
    ["the drain of any instance", { Action: ["ecs:UpdateContainerInstancesState"] }, 2],
    ["the deregistration", { Action: ["ecs:DeregisterContainerInstance"] }, 1],
    ["any tag at any time", { Action: ["ecs:TagResource"] }, 4],
    ["any record of the zone", { Action: ["route53:ChangeResourceRecordSets"] }, 15],
    ["any log stream", { Action: ["logs:PutLogEvents"] }, 5],
    ["any volume", { Action: ["ec2:AttachVolume"], Resource: ["arn:aws:ec2:*:*:volume/*"] }, 2],
  ])("for attacks, where somebody adds %s", async (_, statement, least) => {
    expect((await succeeding(widened(hostOfFleet, statement), byAnyHost)).length).toBeGreaterThanOrEqual(least);
  });

  test("for needed calls, where a statement is missing", async () => {
    const calls = neededByHost(idsOf("node-0"));
    const unneeded: string[] = [];
    for (const { Sid } of hostOfFleet.rights.Statement) {
      const Statement = hostOfFleet.rights.Statement.filter((statement) => statement.Sid !== Sid);
      const narrowed = { ...hostOfFleet, rights: { ...hostOfFleet.rights, Statement } };
      const refused = await answered(false, narrowed, named(calls));
      if (refused.length === 0) {
        unneeded.push(Sid);
      }
    }
    expect(hostOfFleet.rights.Statement.length).toBeGreaterThan(5);
    expect(unneeded).toEqual([]);
  });

  test.each<[string, Call, RegExp]>([
    ["an unknown action", { action: "ecs:DrainEverything", on: ["*"] }, /invalid\.action/],
    ["an unknown service", { action: "ethereum:Attack", on: ["*"] }, /invalid\.service/],
    ["a resource of another kind", { action: "ecs:Poll", on: [idsOf("node-0").volume] }, /no\.resource\.types/],
    ["a resource where AWS takes none", { action: "ec2:DescribeVolumes", on: [idsOf("node-0").volume] }, /wildcard/],
    [
      "a key that AWS does not send",
      { action: "ecs:Poll", on: [idsOf("node-0").containerInstance], context: { "aws:ResourceTag/EthereumNode": "x" } },
      /AWS does not send aws:ResourceTag/,
    ],
  ])("on %s", async (_, call, error) => {
    await expect(isAllowed(hostOfFleet, call)).rejects.toThrow(error);
  });
});

/** The file's lines that are no comment. */
function withoutComments(file: string): string {
  return readFileSync(path.join(BOOT, file), "utf8").replaceAll(/^\s*(#|""").*$/gm, "");
}

function pascal(verb: string): string {
  return verb.replaceAll(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
