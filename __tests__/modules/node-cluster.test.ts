import { roleStatements } from "../support/policies";
import { only, synthesize } from "../support/synthesize";

const { node } = synthesize();

test("lets a host join this cluster and no other", () => {
  const [statements] = roleStatements(node, /nodes_node-0_host/);
  const ecs = statements?.filter(({ Action }) => Action.some((action) => action.startsWith("ecs:"))) ?? [];
  const anywhere = ecs.filter(({ Resource }) => Resource?.includes("*"));
  expect(anywhere.map(({ Action }) => Action)).toEqual([["ecs:DiscoverPollEndpoint"]]);
  const elsewhere = ecs.filter(({ Resource }) => !Resource?.every((arn) => /\*$|aws_ecs_cluster/.test(arn)));
  expect(elsewhere).toEqual([]);
  expect(ecs.find(({ Sid }) => Sid === "ServeCluster")?.Condition).toEqual({
    ArnEquals: { "ecs:cluster": expect.stringMatching(/^\$\{aws_ecs_cluster\.\w+\.arn\}$/) },
  });
});

test("grants no action as a whole service and no wildcard action", () => {
  const all = roleStatements(node, /./).flat();
  expect(all.length).toBeGreaterThan(5);
  expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
});

test("counts running tasks, on which the alarm relies", () => {
  expect(only(node, "aws_ecs_cluster").setting).toEqual([{ name: "containerInsights", value: "enabled" }]);
});
