import { unexpectedDifferences } from "./compare-stacks";

const [reviewedFolder = "", synthesizedFolder = ""] = process.argv.slice(2);
const unexpected = unexpectedDifferences(reviewedFolder, synthesizedFolder);
for (const line of unexpected) {
  console.error(`rehearse-cdktn: ${line}`);
}
process.exitCode = unexpected.length === 0 ? 0 : 1;
