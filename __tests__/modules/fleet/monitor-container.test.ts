import { MONITOR_NODE_FLAGS } from "../../../monitor/node-flags";
import type { AwsAnswer } from "../../support/call-aws";
import { containerDefinitions } from "../../support/container-definitions";
import { only, resources, synthesize } from "../../support/synthesize";

const monitorOf = (settings: NodeJS.ProcessEnv = {}) =>
  containerDefinitions(synthesize(settings).node).find(({ name }) => name === "monitor") as AwsAnswer;
const environmentOf = (settings: NodeJS.ProcessEnv = {}): Record<string, string> =>
  Object.fromEntries(
    monitorOf(settings).environment.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );
const PAIR = { ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "teku" };

test("does nothing beside its work, in 128 MiB, and takes no client with it when it ends", () => {
  expect(monitorOf()).toMatchObject({
    essential: false,
    restartPolicy: { enabled: true },
    memory: 128,
    memoryReservation: 64,
    user: "ethereum",
    readonlyRootFilesystem: true,
    dockerSecurityOptions: ["no-new-privileges"],
    linuxParameters: { capabilities: { drop: ["ALL"] } },
  });
  expect(monitorOf()).not.toHaveProperty("cpu");
});

test("runs the bundle of its image on Node, with the flags that keep it small", () => {
  expect(monitorOf().entryPoint).toEqual([
    "/usr/local/bin/node",
    ...MONITOR_NODE_FLAGS,
    "/opt/ethereum-node/monitor.js",
  ]);
});

test("sees an empty directory of the chain disk and the facts of the host, and writes to neither", () => {
  expect(monitorOf(PAIR).mountPoints).toEqual([
    { sourceVolume: "monitor-data", containerPath: "/data/monitor", readOnly: true },
    { sourceVolume: "client-facts", containerPath: "/run/ethereum-node", readOnly: true },
  ]);
});

test("starts after the clients and finds each by the name of its container", () => {
  const { dependsOn, links } = monitorOf(PAIR);
  expect(dependsOn).toEqual([
    { containerName: "geth", condition: "START" },
    { containerName: "teku", condition: "START" },
  ]);
  expect(links).toEqual(["geth:geth", "teku:teku"]);
});

test("prints to streams of its own, which hold no client up", () => {
  expect(monitorOf().logConfiguration.options).toMatchObject({
    "awslogs-group": expect.stringContaining("logs_client_"),
    "awslogs-stream-prefix": "monitor",
    mode: "non-blocking",
  });
});

test("is told the chain, where the clients answer, and what the host wrote for it", () => {
  expect(environmentOf({ ...PAIR, ETHNODE_NAME: "my-chain", ETHNODE_CHAIN: "hoodi" })).toEqual({
    CHAIN: "hoodi",
    EXECUTION_URL: "http://geth:8545",
    CONSENSUS_URL: "http://teku:5051",
    REFERENCE_URL: "",
    FLEET_URLS: "",
    DATA_DIRECTORY: "/data/monitor",
    NODE_NAME_FILE: "/run/ethereum-node/node-name",
    RPC_HOSTS_FILE: "/run/ethereum-node/rpc-hosts",
    PLANNED_WORK_FILE: "/run/ethereum-node/planned-work",
    METRICS_NAMESPACE: "my-chain",
    LISTEN_PORT: "9600",
    SERVED_PAGES: "ready metrics page",
  });
});

test.each([
  [{ ETHNODE_CLIENT: "parity" }, ""],
  [{ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev" }, ""],
  [{ ETHNODE_CLIENT: "erigon", ETHNODE_CONSENSUS_CLIENT: "built-in" }, "http://erigon:5555"],
])("asks a beacon API only where a client has one: %j at '%s'", (settings, url) => {
  expect(environmentOf(settings).CONSENSUS_URL).toBe(url);
});

test("is told the reference, without the slash that ends it", () => {
  expect(environmentOf({ ETHNODE_REFERENCE_URL: "https://rpc.example.org/" }).REFERENCE_URL).toBe(
    "https://rpc.example.org",
  );
});

test("serves the pages that are wanted, in one order", () => {
  expect(environmentOf({ ETHNODE_MONITOR_PAGES: "metrics,ready" }).SERVED_PAGES).toBe("ready metrics");
});

test("is not there where nobody wants it", () => {
  const { node } = synthesize({ ETHNODE_MONITOR: "false" });
  expect(containerDefinitions(node).map(({ name }) => name)).toEqual(["parity"]);
  expect(only(node, "aws_ecs_task_definition").volume).not.toContainEqual(
    expect.objectContaining({ name: "monitor-data" }),
  );
  expect(resources(node, "aws_ecr_repository").map(({ name }) => name)).toEqual(["mainnet-parity/parity"]);
  expect(node.output.ready_urls?.value).toEqual({});
});
