import { ENGINE_API } from "../../../modules/clients/client-command";
import { containerDefinitions as containers } from "../../support/container-definitions";
import { evaluate } from "../../support/evaluate";
import { only, synthesize, type TerraformJson } from "../../support/synthesize";

const { node } = synthesize();
const container = (stack = node) => containers(stack)[0];
const clients = (stack: TerraformJson) => containers(stack).slice(0, -1);

test("gives the container no credentials", () => {
  const task = only(node, "aws_ecs_task_definition");
  expect(task).not.toHaveProperty("task_role_arn");
  expect(task.network_mode).toBe("bridge");
  expect(container()).not.toHaveProperty("privileged");
});

test.each(["parity", "besu"])("lets %s do nothing beside its work", (client) => {
  expect(container(synthesize({ ETHNODE_CLIENT: client }).node)).toMatchObject({
    user: "ethereum",
    readonlyRootFilesystem: true,
    dockerSecurityOptions: ["no-new-privileges"],
    linuxParameters: { capabilities: { drop: ["ALL"] } },
  });
});

test("gives each client a temporary directory in memory, for programs only where it unpacks some", () => {
  const { node: pair } = synthesize({ ETHNODE_CLIENT: "besu", ETHNODE_CONSENSUS_CLIENT: "nimbus" });
  expect(clients(pair).map(({ linuxParameters }) => linuxParameters.tmpfs)).toEqual([
    [{ containerPath: "/tmp", size: 256, mountOptions: ["nosuid", "nodev", "exec"] }],
    [{ containerPath: "/tmp", size: 64, mountOptions: ["nosuid", "nodev", "noexec"] }],
  ]);
});

test("ends a client that uses more than what the host and the other client leave it, and reserves what it needs", () => {
  const { node: pair } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "nimbus" });
  const limits = clients(pair).map(({ memory, memoryReservation }) => ({
    memory: evaluate(memory, { "local\\.memory_usable-mib_\\w+": "60000" }),
    memoryReservation,
  }));
  expect(limits).toEqual([
    { memory: String(60_000 - 4_096), memoryReservation: 16_384 },
    { memory: String(60_000 - 16_384), memoryReservation: 4_096 },
  ]);
});

test("maps each port to itself, since peers are told the inner one", () => {
  expect(container().portMappings).toEqual([
    { containerPort: 30303, hostPort: 30303, protocol: "tcp" },
    { containerPort: 30303, hostPort: 30303, protocol: "udp" },
    { containerPort: 8545, hostPort: 8545, protocol: "tcp" },
    { containerPort: 8546, hostPort: 8546, protocol: "tcp" },
  ]);
});

test("mounts the client's directory of the chain disk to write, and the facts of the host to read", () => {
  expect(only(node, "aws_ecs_task_definition").volume).toEqual([
    { name: "parity-data", host_path: "/data/parity" },
    { name: "client-facts", host_path: "/run/ethereum-node" },
    { name: "monitor-data", host_path: "/data/monitor" },
  ]);
  expect(container().mountPoints).toEqual([
    { sourceVolume: "parity-data", containerPath: "/data/parity", readOnly: false },
    { sourceVolume: "client-facts", containerPath: "/run/ethereum-node", readOnly: true },
  ]);
});

test("leaves the client minutes to close its database", () => {
  expect(container().stopTimeout).toBe(300);
});

describe("execution and consensus client", () => {
  const { node: pair } = synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "nimbus" });
  const [execution, consensus, ...others] = containers(pair);

  test("are one task, in which the consensus client starts last and stops first", () => {
    expect([execution.name, consensus.name, others.length]).toEqual(["geth", "nimbus", 1]);
    expect([execution.essential, consensus.essential]).toEqual([true, true]);
    expect(execution).not.toHaveProperty("dependsOn");
    expect(consensus.dependsOn).toEqual([{ containerName: "geth", condition: "START" }]);
  });

  test("are restarted in place, and never for not answering", () => {
    for (const definition of [execution, consensus]) {
      expect(definition.restartPolicy).toEqual({ enabled: true, restartAttemptPeriod: 300 });
      expect(definition).not.toHaveProperty("healthCheck");
    }
  });

  test("talk over a link that no port of the host shows", () => {
    expect(consensus.links).toEqual([`geth:${ENGINE_API.host}`]);
    expect(execution.command).toContain(`--authrpc.port=${ENGINE_API.port}`);
    const ports = [execution, consensus].flatMap(({ portMappings }) => portMappings);
    expect(
      ports.map(({ hostPort, protocol }: { hostPort: number; protocol: string }) => `${hostPort}/${protocol}`),
    ).toEqual(["30303/tcp", "30303/udp", "8545/tcp", "8546/tcp", "9000/tcp", "9000/udp", "9001/udp"]);
  });

  test("each see their own directory of the disk, and both the secret, which they cannot change", () => {
    expect(only(pair, "aws_ecs_task_definition").volume).toEqual([
      { name: "geth-data", host_path: "/data/geth" },
      { name: "nimbus-data", host_path: "/data/nimbus" },
      { name: "client-facts", host_path: "/run/ethereum-node" },
      { name: "engine-api", host_path: "/data/engine-api" },
      { name: "monitor-data", host_path: "/data/monitor" },
    ]);
    for (const { mountPoints, name } of [execution, consensus]) {
      expect(mountPoints).toEqual([
        { sourceVolume: `${name}-data`, containerPath: `/data/${name}`, readOnly: false },
        { sourceVolume: "client-facts", containerPath: "/run/ethereum-node", readOnly: true },
        { sourceVolume: "engine-api", containerPath: "/data/engine-api", readOnly: true },
      ]);
    }
  });

  test("write to log streams of their own", () => {
    const prefixes = [execution, consensus].map(
      ({ logConfiguration }) => logConfiguration.options["awslogs-stream-prefix"],
    );
    expect(prefixes).toEqual(["geth", "nimbus"]);
  });

  test("keep the secret out of state, user data and plan", () => {
    // The digests of the images are as long as the secret.
    expect(JSON.stringify(pair)).not.toMatch(/(?<!@sha256:)[0-9a-f]{64}/);
  });

  test("are given the checkpoint URLs where they begin from one", () => {
    const names = (list: { name: string }[]) =>
      list.map(({ name }) => name).filter((name) => name.startsWith("CHECKPOINT"));
    expect(names(consensus.environment)).toEqual(["CHECKPOINT_URLS_FILE", "CHECKPOINT_SYNC_COMMAND"]);
    expect(names(execution.environment)).toEqual([]);
  });
});

test("another consensus client changes neither volume nor execution client, but for the memory that it leaves", () => {
  const [one, other] = ["lighthouse", "teku"].map(
    (name) => synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: name }).node,
  );
  expect(only(one as TerraformJson, "aws_ebs_volume")).toEqual(only(other as TerraformJson, "aws_ebs_volume"));
  expect(one?.variable).toEqual(other?.variable);
  const [before, after] = [one, other].map((stack) => ({ ...containers(stack as TerraformJson)[0], memory: "" }));
  expect(before).toEqual(after);
});
