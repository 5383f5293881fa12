import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { acceptedFindings } from "../support/accepted-findings";
import { reviewedStacks } from "../support/reviewed-stacks";

const DECISION = path.resolve(__dirname, "../../docs/decisions/0036-findings-accepted-beside-the-resource.md");
const SECTION =
  /(<!-- accepted findings: written by `npm run golden` -->\n)[\s\S]*?(\n<!-- end of accepted findings -->)/;

test("the decision has the accepted findings as the resources have them", () => {
  const now = table();
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(DECISION, readFileSync(DECISION, "utf8").replace(SECTION, `$1${now}$2`));
  }
  expect(SECTION.exec(readFileSync(DECISION, "utf8"))?.[0]).toContain(`\n${now}\n`);
});

/** A line for each check and reason, with all resources that have both. */
function table(): string {
  const resources = new Map<string, Set<string>>();
  for (const { check, type, path: where, comment } of Object.values(reviewedStacks()).flatMap(({ stack }) =>
    acceptedFindings(stack),
  )) {
    const [judged, reason] = [comment.slice(0, 10), comment.slice(12)];
    // One name for all nodes, and one for all parts of the boot files.
    const generic = where.replace(/^nodes\/[^/]+/, "nodes/*").replace(/-\d+$/, "-*");
    const rest = `${judged} | ${reason}`;
    const key = JSON.stringify([check, rest]);
    resources.set(key, (resources.get(key) ?? new Set()).add(`\`${type}\` ${generic}`));
  }
  const lines = [...resources].map(([key, names]) => {
    const [check, rest] = JSON.parse(key);
    return `| ${check} | ${[...names].sort().join(", ")} | ${rest} |`;
  });
  return ["| check | resource | judged | reason |", "| --- | --- | --- | --- |", ...lines.sort()].join("\n");
}
