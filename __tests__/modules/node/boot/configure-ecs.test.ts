import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

describeOnHost("configure-ecs.sh", ["unshare"], () => {
  let host: BootHost;

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
  });

  afterEach(() => host.remove());

  test("names the cluster and the stop timeout to the ECS agent", async () => {
    Object.assign(host.settings, { CLUSTER_NAME: "fleet", STOP_TIMEOUT_SECONDS: "420" });
    expect((await host.boot("configure-ecs.sh")).status).toBe(0);
    expect(host.read("etc/ecs/ecs.config").split("\n")).toEqual(
      expect.arrayContaining(["ECS_CLUSTER=fleet", "ECS_CONTAINER_STOP_TIMEOUT=420s"]),
    );
  });

  test("has the agent register with the tag by which its rights are limited, in JSON without quotes around it", async () => {
    expect((await host.boot("configure-ecs.sh")).status).toBe(0);
    const config = host.read("etc/ecs/ecs.config").split("\n");
    const [line = ""] = config.filter((text) => text.startsWith("ECS_CONTAINER_INSTANCE_TAGS="));
    expect(JSON.parse(line.slice(line.indexOf("=") + 1))).toEqual({ EthereumNode: "mainnet-parity-node-0" });
  });

  test("lets the agent send logs with the rights of the task, since the host has none", async () => {
    expect((await host.boot("configure-ecs.sh")).status).toBe(0);
    expect(host.read("etc/ecs/ecs.config").split("\n")).toContain("ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true");
  });

  test("limits the processes of a task, within what the agent takes and beyond what clients need", async () => {
    expect((await host.boot("configure-ecs.sh")).status).toBe(0);
    const [, limit] = /^ECS_TASK_PIDS_LIMIT=(\d+)$/m.exec(host.read("etc/ecs/ecs.config")) ?? [];
    expect(Number(limit)).toBeGreaterThanOrEqual(4_096);
    // Of more than this the agent of AWS makes no limit at all.
    expect(Number(limit)).toBeLessThanOrEqual(4_194_304);
  });

  test("leaves the configuration as it was when a setting is missing", async () => {
    await host.boot("configure-ecs.sh");
    const before = host.read("etc/ecs/ecs.config");
    host.settings.CLUSTER_NAME = "";
    const { status, stderr } = await host.boot("configure-ecs.sh");
    expect(status).not.toBe(0);
    expect(stderr).toContain("refused: CLUSTER_NAME must be set in /etc/ethereum-node/node.env");
    expect(host.read("etc/ecs/ecs.config")).toBe(before);
  });
});
