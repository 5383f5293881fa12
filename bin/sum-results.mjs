// Sums what the parts of bin/test left in a folder: jest's JSON, unittest's output, and notes of what could not be run here.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const notRun = [];

for (const file of readdirSync(folder)) {
  const text = readFileSync(path.join(folder, file), "utf8");
  if (file.endsWith(".json")) {
    addJest(path.basename(file, ".json"), JSON.parse(text));
  } else if (file === "not-run") {
    addNotes(text);
  } else {
    addUnittest(path.basename(file, ".log"), text);
  }
}

function addJest(part, results) {
  total.passed += results.numPassedTests;
  total.failed += results.numFailedTests;
  total.skipped += results.numPendingTests;
  const pending = results.testResults.flatMap((suite) => suite.assertionResults).filter(isPending);
  // A suite that was left out tells the reason in its name.
  for (const title of new Set(pending.map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title))) {
    notRun.push(`${part}: ${title}`);
  }
}

function isPending({ status }) {
  return status === "pending";
}

function addUnittest(part, text) {
  const ran = Number(/^Ran (\d+) tests?/m.exec(text)?.[1]);
  const count = (word) => Number(new RegExp(`${word}=(\\d+)`).exec(text)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const skipped = count("skipped");
  total.passed += ran - failed - skipped;
  total.failed += failed;
  total.skipped += skipped;
  for (const reason of new Set([...text.matchAll(/ \.\.\. skipped ['"](.*)['"]$/gm)].map(([, reason]) => reason))) {
    notRun.push(`${part}: ${reason}`);
  }
}

function addNotes(text) {
  const lines = [...new Set(text.trimEnd().split("\n"))];
  total.skipped += lines.length;
  notRun.push(...lines.map((line) => line.replace("\t", ": ")));
}

if (notRun.length > 0) {
  console.log(["could not be run here:", ...notRun].join("\n  "));
}
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
