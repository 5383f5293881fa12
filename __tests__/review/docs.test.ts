import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { RULES } from "../../review/rules";

const PAGE = path.resolve(__dirname, "../../docs/plan-review.md");
const SECTION = /(<!-- rules: written by `npm run golden` -->\n)[\s\S]*?(\n<!-- end of rules -->)/;

function table(): string {
  const rows = RULES.map(({ finds, level, name }) => `| \`${name}\` | ${level} | ${finds} |`);
  return ["| rule | | finds |", "| --- | --- | --- |", ...rows].join("\n");
}

test("the page has the rules as they are", () => {
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(
      PAGE,
      readFileSync(PAGE, "utf8").replace(SECTION, (_, begin, end) => `${begin}${table()}${end}`),
    );
  }
  expect(SECTION.exec(readFileSync(PAGE, "utf8"))?.[0]).toContain(table());
});
