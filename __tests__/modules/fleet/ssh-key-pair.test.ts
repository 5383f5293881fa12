import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

// Provider 3.39, which the lab has, does not know this data source.
const pair = synthesize().node.data.aws_key_pair?.key_name as { count: string; key_name: string };

test("is asked for under an address that names the variable", () => {
  expect(pair.key_name).toBe(`\${var.key_name}`);
});

test.each([
  ["", "true", "0"],
  ["operator", "true", "1"],
  // It may be gone where nothing is to launch.
  ["operator", "false", "0"],
])("with key_name %j and node_running %s it is asked for %s times", (name, running, times) => {
  expect(evaluate(pair.count, { "var\\.key_name": `"${name}"`, "var\\.node_running": running })).toBe(times);
});
