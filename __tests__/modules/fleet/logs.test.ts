import { evaluate } from "../../support/evaluate";
import { roleStatements } from "../../support/policies";
import { resources, synthesize } from "../../support/synthesize";

const { node } = synthesize();

test("keeps clients and hosts apart, each as long as the variable says", () => {
  expect(resources(node, "aws_cloudwatch_log_group")).toEqual([
    expect.objectContaining({ name: "/mainnet-parity/client", retention_in_days: `\${var.log_retention_days}` }),
    expect.objectContaining({ name: "/mainnet-parity/host", retention_in_days: `\${var.log_retention_days}` }),
  ]);
});

test("encrypts both with the key of the variable, which must be one of this account", () => {
  const groups = resources(node, "aws_cloudwatch_log_group");
  expect(groups).toHaveLength(2);
  for (const group of groups) {
    expect(group.kms_key_id).toBe(`\${("" != var.kms_key_arn) ? var.kms_key_arn : null}`);
    const [rule, ...others] = (group.lifecycle as { precondition: Record<string, string>[] }).precondition;
    expect(others).toEqual([]);
    const holds = ["", "111122223333", "999999999999"].map((account) =>
      evaluate(String(rule?.condition), {
        "var.kms_key_arn": JSON.stringify(account && `arn:aws:kms:eu-central-1:${account}:key/0`),
        "data.aws_caller_identity.account_identity_[0-9A-F]+.account_id": '"111122223333"',
      }),
    );
    expect(holds).toEqual(["true", "true", "false"]);
    expect(rule?.error_message).toMatch(/^kms_key_arn must be a key of account/);
  }
});

test.each([
  [/service_execution/, "client", ""],
  [/nodes_node-0_host/, "host", "node-0/"],
])("lets %s write to the group of the %s, to streams that begin with %j, and read nothing", (role, group, streams) => {
  const [statements] = roleStatements(node, role);
  const logs = statements?.filter(({ Action }) => Action.some((action) => action.startsWith("logs:")));
  expect(logs).toEqual([
    expect.objectContaining({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [
        expect.stringMatching(
          new RegExp(`aws_cloudwatch_log_group\\.logs_${group}_\\w+\\.name\\}:log-stream:${streams}\\*$`),
        ),
      ],
    }),
  ]);
});
