// Sums what the parts of bin/test left in a folder: jest's JSON and unittest's last lines.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [folder] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder)) {
  const text = readFileSync(path.join(folder, file), "utf8");
  if (file.endsWith(".json")) {
    const results = JSON.parse(text);
    total.passed += results.numPassedTests;
    total.failed += results.numFailedTests;
    total.skipped += results.numPendingTests;
  } else {
    const ran = Number(/^Ran (\d+) tests?/m.exec(text)?.[1]);
    const count = (word) => Number(new RegExp(`${word}=(\\d+)`).exec(text)?.[1] ?? 0);
    const failed = count("failures") + count("errors");
    const skipped = count("skipped");
    total.passed += ran - failed - skipped;
    total.failed += failed;
    total.skipped += skipped;
  }
}
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
