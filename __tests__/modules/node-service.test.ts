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

test("mounts the chain disk to write and the address to read", () => {
  expect(only(node, "aws_ecs_task_definition").volume).toEqual([
    { name: "chain", host_path: "/data" },
    { name: "p2p-address", host_path: "/run/ethereum-node" },
  ]);
  expect(container().mountPoints).toEqual([
    { sourceVolume: "chain", containerPath: "/data", readOnly: false },
    { sourceVolume: "p2p-address", containerPath: "/run/ethereum-node", readOnly: true },
  ]);
});

test("leaves the client minutes to close its database", () => {
  expect(container().stopTimeout).toBe(300);
});

test("answers only to the names of the nodes", () => {
  const fleet = { ETHNODE_CLIENT: "geth", ETHNODE_NODE_COUNT: "2" };
  const names = ["node-0", "node-1"].map((name) => `${name}.\${var.dns_name}`);
  expect(container(synthesize(fleet).node).command).toContain(`--http.vhosts=localhost,${names.join(",")}`);
  expect(container().command).toContain(`--jsonrpc-hosts=${names[0]}:8545`);
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
