import { acceptedFindings } from "../support/accepted-findings";
import { reviewedStacks } from "../support/reviewed-stacks";
import { compare, ofParliament } from "./support/judge";
import { type ParliamentReport, policiesOf, runParliament, type StackPolicy } from "./support/parliament";

const TIMEOUT_MILLISECONDS = 130_000;
const stacks = Object.entries(reviewedStacks()).map(([name, { stack }]) => ({
  name,
  accepted: acceptedFindings(stack).filter(ofParliament),
  policies: policiesOf(stack),
}));
const rights = stacks.find(({ name }) => name === "mainnet-parity")?.policies.find(({ kind }) => kind === "rights");
/** Statements that must not be, and what is to be said of each. */
const WRONG: readonly [what: string, actions: string[], resource: string, check: string][] = [
  ["an unknown action", ["ecs:DrainEverything"], "*", "UNKNOWN_ACTION Unknown action ecs:DrainEverything"],
  ["a resource of another kind", ["ecs:Poll"], "arn:aws:s3:::bucket", "RESOURCE_MISMATCH ecs:Poll"],
  ["a whole account as resource", ["s3:PutObject"], "*", "RESOURCE_STAR s3:PutObject"],
  ["rights on rights", ["iam:AttachRolePolicy"], "*", "PERMISSIONS_MANAGEMENT_ACTIONS iam:attachrolepolicy"],
  [
    "another's credentials",
    ["sts:AssumeRole"],
    "arn:aws:iam::111122223333:role/a",
    "CREDENTIALS_EXPOSURE sts:assumerole",
  ],
];
const widened = WRONG.map(([Sid, Action, Resource]) => withStatement(rights as StackPolicy, { Sid, Action, Resource }));
let reports: Map<StackPolicy, ParliamentReport>;

// parliament's start takes longer than its work: it runs once for all.
beforeAll(() => {
  const policies = [...stacks.flatMap(({ policies }) => policies), ...widened];
  const answers = runParliament(policies);
  reports = new Map(policies.map((policy, index) => [policy, answers[index] as ParliamentReport]));
}, TIMEOUT_MILLISECONDS);

const reportOn = (policy: StackPolicy) => reports.get(policy) as ParliamentReport;
const foundIn = (policies: readonly StackPolicy[]) =>
  policies.flatMap((policy) => reportOn(policy).findings.map((finding) => ({ ...finding, name: policy.name })));

test("the stacks have policies: of the bucket, and rights and trust of each role", () => {
  expect(Object.fromEntries(stacks.map(({ name, policies }) => [name, policies.length]))).toMatchObject({
    state: 1,
    "mainnet-parity": 4,
    "private fleet of geth": 6,
    "everything on": 8,
  });
});

describe.each(stacks)("$name", ({ accepted, policies }) => {
  test("is read by parliament, statement by statement", () => {
    expect(policies.length).toBeGreaterThan(0);
    expect(policies.filter((policy) => reportOn(policy).statements !== policy.statements)).toEqual([]);
    expect(Math.min(...policies.map(({ statements }) => statements))).toBeGreaterThan(0);
  });

  test("has no finding that its resources do not accept, and accepts none that is none", () => {
    expect(compare(accepted, foundIn(policies))).toEqual({ open: [], stale: [] });
  });
});

test.each(WRONG.map(([what, , , check], index) => [what, check, index] as const))("finds %s", (_, check, index) => {
  const found = (policies: readonly StackPolicy[]) => foundIn(policies).map((finding) => finding.check);
  expect(found([widened[index] as StackPolicy])).toContain(check);
  expect(found([rights as StackPolicy])).not.toContain(check);
});

function withStatement(
  policy: StackPolicy,
  statement: { Sid: string; Action: string[]; Resource: string },
): StackPolicy {
  const { Statement, ...rest } = JSON.parse(policy.json) as { Statement: object[] };
  const wrong = { ...statement, Sid: "Wrong", Effect: "Allow" };
  return { ...policy, json: JSON.stringify({ ...rest, Statement: [...Statement, wrong] }) };
}
