import { roleStatements } from "../../support/policies";
import { only, synthesize } from "../../support/synthesize";

const { node } = synthesize();

test("stops the old task before it starts the new one", () => {
  expect(only(node, "aws_ecs_service")).toMatchObject({
    scheduling_strategy: "DAEMON",
    deployment_minimum_healthy_percent: 0,
    deployment_maximum_percent: 100,
  });
});

test.each(["parity", "geth"])("keeps the running clients when a node is added: %s's task names no node", (client) => {
  const running = (nodeCount: string) => {
    const { node } = synthesize({ ETHNODE_CLIENT: client, ETHNODE_NODE_COUNT: nodeCount });
    return ["aws_ecs_task_definition", "aws_ecs_service"].map((type) => only(node, type));
  };
  expect(running("3")).toEqual(running("1"));
});

test("limits what ECS may do to these images and this log group", () => {
  const allow = { Effect: "Allow" };
  expect(roleStatements(node, /service_execution/)).toEqual([
    [
      { ...allow, Sid: "LogInToEcr", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        ...allow,
        Sid: "PullClientImage",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: [
          expect.stringMatching(/^\$\{aws_ecr_repository\.image_\w+\.arn\}$/),
          expect.stringMatching(/^\$\{aws_ecr_repository\.monitor-image_\w+\.arn\}$/),
        ],
      },
      {
        ...allow,
        Sid: "WriteClientLogs",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [expect.stringMatching(/:log-group:\$\{aws_cloudwatch_log_group\.\w+\.name\}:log-stream:\*$/)],
      },
    ],
  ]);
});
