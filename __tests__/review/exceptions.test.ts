import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { planOf } from "../../plan/read-plan";
import { readExceptions } from "../../review/exceptions";
import { rendered } from "../../review/render";
import { forbidden, review } from "../../review/review";
import { planJson, resourceChange } from "./support/plan";

const folder = mkdtempSync(path.join(tmpdir(), "exceptions-"));
afterAll(() => rmSync(folder, { recursive: true }));

const DISK = "aws_ebs_volume.nodes_b_chain_volume_D6DCC972";
const plan = planOf(planJson([resourceChange(DISK, ["delete"], { before: { id: "vol-1" } })]));

function read(text: string) {
  const file = path.join(folder, "plan-exceptions");
  writeFileSync(file, text);
  return readExceptions(file, true, ["kept-destroyed", "incomplete"]);
}

test("an exception lets a finding pass until its day, and the finding is still told", () => {
  const exceptions = read(`# b is retired\n\n2026-12-31 kept-destroyed ${DISK} b is retired: ticket 12\n`);
  const result = review(plan, exceptions, "2026-12-31");
  expect(forbidden(result)).toEqual([]);
  const text = rendered(result, "plain");
  expect(text).toContain("Plan review: nothing forbidden, 1 by exception");
  expect(text).toContain(
    "the chain disk of b (vol-1) would be DESTROYED — excepted until 2026-12-31: b is retired: ticket 12 [kept-destroyed]",
  );
});

test("an exception that has expired does not count, and is told", () => {
  const result = review(plan, read(`2026-12-31 kept-destroyed ${DISK} b is retired`), "2027-01-01");
  expect(forbidden(result)).toHaveLength(1);
  expect(rendered(result, "plain")).toContain("EXPIRED");
});

test.each([
  ["another resource", `2026-12-31 kept-destroyed ${DISK}x b is retired`],
  ["another rule", `2026-12-31 incomplete ${DISK} b is retired`],
])("an exception for %s counts for nothing, and is told as unused", (_, line) => {
  const result = review(plan, read(line), "2026-12-01");
  expect(forbidden(result)).toHaveLength(1);
  expect(rendered(result, "plain")).toContain("UNUSED");
});

test.each([
  ["2026-12-31 kept-destroyed", "must be '<last day"],
  [`31.12.2026 kept-destroyed ${DISK} why`, "must be '<last day"],
  [`2026-02-30 kept-destroyed ${DISK} why`, "must begin with a day of the calendar"],
  [`2026-12-31 kept-destroid ${DISK} why`, "must name one of the rules"],
])("the line '%s' is refused", (line, message) => {
  expect(() => read(`# first\n${line}`)).toThrow(
    `line 2 of ${JSON.stringify(path.join(folder, "plan-exceptions"))} ${message}`,
  );
});

test("the project's own file may be missing, and one that was named may not", () => {
  expect(readExceptions(path.join(folder, "none"), false, [])).toEqual([]);
  expect(() => readExceptions(path.join(folder, "none"), true, [])).toThrow(
    "--exceptions must be a file that can be read",
  );
});
