import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

const image = synthesize().node.data.aws_ami?.ami_id as { count: string };

test.each([
  ["true", "1"],
  // A pause needs no AMI, which may be gone.
  ["false", "0"],
])("with node_running %s the AMI is asked for %s times", (running, times) => {
  expect(evaluate(image.count, { "var\\.node_running": running })).toBe(times);
});
