import { acceptedFindings } from "../support/accepted-findings";
import { containerDefinitions } from "../support/container-definitions";
import { reviewedStacks } from "../support/reviewed-stacks";
import type { TerraformJson } from "../support/synthesize";
import { type CheckovReport, runCheckov } from "./support/checkov";
import { judge, ofCheckov } from "./support/judge";
import { stackForCheckov } from "./support/stack-for-checkov";

const TIMEOUT_MILLISECONDS = 320_000;
const stacks = reviewedStacks();
const usual = stacks["mainnet-parity"] as { stack: TerraformJson; variables: Record<string, unknown> };
const insecure = insecureStack();
let reports: Record<string, CheckovReport>;

// checkov's start takes longer than its work: it runs once for all.
beforeAll(async () => {
  const copies = Object.entries(stacks).map(([name, reviewed]) => [name, stackForCheckov(reviewed)]);
  reports = await runCheckov({
    ...Object.fromEntries(copies),
    "as synthesized": usual.stack,
    insecure: stackForCheckov({ ...usual, stack: insecure }),
  });
}, TIMEOUT_MILLISECONDS);

const reportOn = (name: string) => reports[name] as CheckovReport;

describe.each(Object.entries(stacks))("%s", (name, { stack }) => {
  test("is read by checkov, resource by resource", () => {
    expect(judge(stack, reportOn(name)).unread).toEqual([]);
    expect(reportOn(name).couldNotParse).toBe(false);
    expect(reportOn(name).passed.length).toBeGreaterThan(Object.keys(stack.resource).length);
  });

  test("fails no check that its resources do not accept", () => {
    expect(judge(stack, reportOn(name)).open).toEqual([]);
  });

  test("accepts no finding that is none", () => {
    expect(judge(stack, reportOn(name)).stale).toEqual([]);
  });

  test("says when and why a finding was accepted", () => {
    expect(acceptedFindings(stack).length).toBeGreaterThan(0);
    for (const { comment } of acceptedFindings(stack)) {
      const [, day, reason] = /^(\d{4}-\d{2}-\d{2}): (.{20,})$/.exec(comment) ?? [];
      expect([comment, Number.isNaN(Date.parse(day ?? "")), reason === undefined]).toEqual([comment, false, false]);
      expect(Date.parse(day as string)).toBeLessThanOrEqual(Date.now());
    }
  });
});

test("a stack that checkov cannot read counts as unread, not as clean", () => {
  const { unread, open, stale } = judge(usual.stack, reportOn("as synthesized"));
  expect(reportOn("as synthesized")).toMatchObject({ couldNotParse: true, passed: [], failed: [] });
  expect(unread).toHaveLength(Object.values(usual.stack.resource).flatMap((byName) => Object.keys(byName)).length);
  expect(open).toEqual([]);
  expect(stale).toHaveLength(acceptedFindings(usual.stack).filter(ofCheckov).length);
});

test("what is insecure is found, in policies and containers too, and an exception from what was mended is stale", () => {
  const { open, stale, unread } = judge(insecure, reportOn("insecure"));
  expect(unread).toEqual([]);
  expect(open.map((line) => line.split(" ")[0]).sort()).toEqual(
    ["CKV_AWS_3", "CKV_AWS_79", "CKV_AWS_111", "CKV_AWS_336", "CKV_AWS_356"].sort(),
  );
  expect(stale).toEqual([expect.stringMatching(/^CKV_AWS_88 nodes_node-0_host_template_/)]);
});

/** The usual stack with doors open: a disk in the clear, the old metadata service, a writable container, writes to anything. */
function insecureStack(): TerraformJson {
  const stack = structuredClone(usual.stack);
  const first = (type: string) => Object.values(stack.resource[type] ?? {})[0] as Record<string, unknown>;
  first("aws_ebs_volume").encrypted = false;
  first("aws_launch_template").metadata_options = { http_tokens: "optional" };
  const [card] = first("aws_launch_template").network_interfaces as Record<string, unknown>[];
  (card as Record<string, unknown>).associate_public_ip_address = "false";
  const task = first("aws_ecs_task_definition");
  const [{ readonlyRootFilesystem: _, ...container }] = containerDefinitions(stack) as [Record<string, unknown>];
  task.container_definitions = JSON.stringify([container]);
  const rights = first("aws_iam_role_policy");
  const policy = JSON.parse(String(rights.policy));
  policy.Statement.push({ Sid: "Open", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["*"] });
  rights.policy = JSON.stringify(policy);
  return stack;
}
