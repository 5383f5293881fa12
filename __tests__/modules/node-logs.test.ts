import { roleStatements } from "../support/policies";
import { resources, synthesize } from "../support/synthesize";

const { node } = synthesize();

test("keeps clients and hosts apart, each as long as the variable says", () => {
  expect(resources(node, "aws_cloudwatch_log_group")).toEqual([
    { name: "/mainnet-parity/client", retention_in_days: `\${var.log_retention_days}` },
    { name: "/mainnet-parity/host", retention_in_days: `\${var.log_retention_days}` },
  ]);
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
