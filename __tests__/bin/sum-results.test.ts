import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

test("ends with what could not be run and why, each once, and the sum alone on the last line", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "results-"));
  const skipped = (title: string) => ({ status: "pending", ancestorTitles: ["find-identity.sh (needs root)"], title });
  const suite = {
    assertionResults: [skipped("a"), skipped("b"), { status: "passed", ancestorTitles: [], title: "c" }],
  };
  const jest = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 2, testResults: [suite] };
  const unittest = `test_a (x.Y.test_a) ... ok
test_b (x.Y.test_b) ... skipped 'no Docker Engine answers'
test_c (x.Y.test_c) ... skipped 'no Docker Engine answers'

Ran 3 tests in 1.000s

OK (skipped=2)
`;
  try {
    writeFileSync(path.join(folder, "boot.json"), JSON.stringify(jest));
    writeFileSync(path.join(folder, "emulator.log"), unittest);
    writeFileSync(path.join(folder, "not-run"), "host\tneeds root; xfsprogs is missing\n");
    const output = execFileSync("node", ["bin/sum-results.mjs", folder], { encoding: "utf8" });
    expect(output).toBe(`could not be run here:
  boot: find-identity.sh (needs root)
  emulator: no Docker Engine answers
  host: needs root; xfsprogs is missing
tests: 2 passed, 0 failed, 5 skipped
`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
