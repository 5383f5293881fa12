import { evaluate } from "../../support/evaluate";
import { synthesize } from "../../support/synthesize";

const policy = synthesize().node.data.aws_iam_policy?.permissions_boundary_arn as { count: string; arn: string };

test.each([
  ["", "0"],
  ["arn:aws:iam::111122223333:policy/boundary", "1"],
])(
  "with permissions_boundary_arn %j the policy is asked for %s times, under an address that names the variable",
  (arn, times) => {
    expect(policy.arn).toBe(`\${var.permissions_boundary_arn}`);
    expect(evaluate(policy.count, { "var\\.permissions_boundary_arn": `"${arn}"` })).toBe(times);
  },
);
