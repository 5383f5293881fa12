import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { planOf } from "../../plan/read-plan";
import { rendered } from "../../review/render";
import { review } from "../../review/review";
import { RULES } from "../../review/rules";
import { corpus } from "../review/support/corpus";

const PAGE = path.resolve(__dirname, "../../docs/plan-review.md");
const EXAMPLE = /(<!-- example: written by `npm run golden` -->\n)[\s\S]*?(\n<!-- end of example -->)/;
const SECTION = /(<!-- rules: written by `npm run golden` -->\n)[\s\S]*?(\n<!-- end of rules -->)/;

function table(): string {
  const rows = RULES.map(({ finds, level, name }) => `| \`${name}\` | ${level} | ${finds} |`);
  return ["| rule | | finds |", "| --- | --- | --- |", ...rows].join("\n");
}

function example(): string {
  const plan = corpus().find(({ name }) => name === "bigger-machine")?.plan ?? {};
  return rendered(review(planOf(plan), [], "2026-11-27"), "markdown")
    .trim()
    .split("\n")
    .map((line) => `> ${line}`.trim())
    .join("\n");
}

test("the page has a comment as it is", () => {
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(
      PAGE,
      readFileSync(PAGE, "utf8").replace(EXAMPLE, (_, begin, end) => `${begin}${example()}${end}`),
    );
  }
  expect(EXAMPLE.exec(readFileSync(PAGE, "utf8"))?.[0]).toContain(example());
});

test("the page has the rules as they are", () => {
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(
      PAGE,
      readFileSync(PAGE, "utf8").replace(SECTION, (_, begin, end) => `${begin}${table()}${end}`),
    );
  }
  expect(SECTION.exec(readFileSync(PAGE, "utf8"))?.[0]).toContain(table());
});
