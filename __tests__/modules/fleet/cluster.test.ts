import { roleStatements } from "../../support/policies";
import { only, synthesize } from "../../support/synthesize";

const { node } = synthesize();

test("lets a host join this cluster and no other", () => {
  const [statements] = roleStatements(node, /nodes_node-0_host/);
  const ecs = statements?.filter(({ Action }) => Action.some((action) => action.startsWith("ecs:"))) ?? [];
  const cluster = [expect.stringMatching(/^\$\{aws_ecs_cluster\.\w+\.arn\}$/)];
  const instances = [expect.stringMatching(/:container-instance\/\$\{aws_ecs_cluster\.\w+\.name\}\/\*$/)];
  expect(Object.fromEntries(ecs.map(({ Sid, Resource }) => [Sid, Resource]))).toEqual({
    FindEcs: ["*"],
    JoinCluster: cluster,
    TagAtRegistration: ["*"],
    ReportTasks: cluster,
    ServeCluster: instances,
    DrainThisNode: instances,
  });
  const inCluster = { "ecs:cluster": expect.stringMatching(/^\$\{aws_ecs_cluster\.\w+\.arn\}$/) };
  const conditionOf = (sid: string) => ecs.find(({ Sid }) => Sid === sid)?.Condition;
  expect(conditionOf("ServeCluster")).toEqual({ ArnEquals: inCluster });
  expect(conditionOf("DrainThisNode")).toEqual({
    ArnEquals: inCluster,
    StringEquals: { "aws:ResourceTag/EthereumNode": "mainnet-parity-node-0" },
  });
});

test("tells the agent's tag to the host, under the key that its rights are limited by", () => {
  const [statements] = roleStatements(node, /nodes_node-0_host/);
  const join = statements?.find(({ Sid }) => Sid === "JoinCluster");
  expect(join?.Condition).toEqual({ StringEquals: { "aws:RequestTag/EthereumNode": "mainnet-parity-node-0" } });
  expect(JSON.stringify(node.locals)).toContain("NODE_TAG='mainnet-parity-node-0'\\nNODE_TAG_KEY='EthereumNode'");
});

test("grants no action as a whole service and no wildcard action", () => {
  const all = roleStatements(node, /./).flat();
  expect(all.length).toBeGreaterThan(5);
  expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
});

test("counts running tasks, on which the alarm relies", () => {
  expect(only(node, "aws_ecs_cluster").setting).toEqual([{ name: "containerInsights", value: "enabled" }]);
});
