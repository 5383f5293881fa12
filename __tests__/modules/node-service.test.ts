import { roleStatements } from "../support/policies";
import { only, synthesize } from "../support/synthesize";

const { node } = synthesize();
const container = (stack = node) => JSON.parse(String(only(stack, "aws_ecs_task_definition").container_definitions))[0];

test("stops the old task before it starts the new one", () => {
  expect(only(node, "aws_ecs_service")).toMatchObject({
    scheduling_strategy: "DAEMON",
    deployment_minimum_healthy_percent: 0,
    deployment_maximum_percent: 100,
  });
});

test("gives the container no credentials", () => {
  const task = only(node, "aws_ecs_task_definition");
  expect(task).not.toHaveProperty("task_role_arn");
  expect(task.network_mode).toBe("bridge");
  expect(container()).not.toHaveProperty("privileged");
});

test("maps each port to itself, since peers are told the inner one", () => {
  expect(container().portMappings).toEqual([
    { containerPort: 30303, hostPort: 30303, protocol: "tcp" },
    { containerPort: 30303, hostPort: 30303, protocol: "udp" },
    { containerPort: 8545, hostPort: 8545, protocol: "tcp" },
    { containerPort: 8546, hostPort: 8546, protocol: "tcp" },
  ]);
});

test("mounts the chain disk to write and the facts of the host to read", () => {
  expect(only(node, "aws_ecs_task_definition").volume).toEqual([
    { name: "chain", host_path: "/data" },
    { name: "client-facts", host_path: "/run/ethereum-node" },
  ]);
  expect(container().mountPoints).toEqual([
    { sourceVolume: "chain", containerPath: "/data", readOnly: false },
    { sourceVolume: "client-facts", containerPath: "/run/ethereum-node", readOnly: true },
  ]);
});

test("leaves the client minutes to close its database", () => {
  expect(container().stopTimeout).toBe(300);
});

test.each(["parity", "geth"])("keeps the running clients when a node is added: %s's task names no node", (client) => {
  const running = (nodeCount: string) => {
    const { node } = synthesize({ ETHNODE_CLIENT: client, ETHNODE_NODE_COUNT: nodeCount });
    return ["aws_ecs_task_definition", "aws_ecs_service"].map((type) => only(node, type));
  };
  expect(running("3")).toEqual(running("1"));
});

test("limits what ECS may do to this image and this log group", () => {
  const allow = { Effect: "Allow" };
  expect(roleStatements(node, /service_execution/)).toEqual([
    [
      { ...allow, Sid: "LogInToEcr", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
      {
        ...allow,
        Sid: "PullClientImage",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: [expect.stringMatching(/^\$\{aws_ecr_repository\.\w+\.arn\}$/)],
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
