import { consensusClients, executionClients } from "../../../modules/clients/catalogue";
import { everyChoice } from "../../support/every-choice";
import { nodeClients } from "../../support/node-clients";

const profiles = [...Object.entries(executionClients), ...Object.entries(consensusClients)];
const choices = everyChoice().map((environment) => {
  const clients = nodeClients(environment);
  return { name: Object.values(environment).join(" "), clients };
});

/** Memory of the instance types that profiles name, in GiB. */
const INSTANCE_MEMORY_GIB: Readonly<Record<string, number>> = {
  "m7i.xlarge": 16,
  "r7i.xlarge": 32,
  "r7i.2xlarge": 64,
  "r7i.4xlarge": 128,
  "r8g.xlarge": 32,
  "r8g.2xlarge": 64,
  "r8g.4xlarge": 128,
};

test("holds 25 pairs, Erigon with its own consensus client, and Parity", () => {
  const pairs = choices.map(({ clients: { chain, consensus, execution } }) =>
    chain === "mainnet" ? `${execution.profile.name}+${consensus?.profile.name ?? ""}` : "",
  );
  expect(new Set(pairs.filter((pair) => pair !== "")).size).toBe(27);
});

test.each(profiles)(
  "%s carries the name under which it is chosen, and the version of an image that stays",
  (name, profile) => {
    expect(profile.name).toBe(name);
    expect(profile.image).toMatch(/^([a-z.]+\/)?[a-z-]+\/[a-z0-9-]+(\/[a-z-]+)?$/);
    expect(profile.version).toMatch(/^(multiarch-)?v?\d+\.\d+\.\d+$/);
    expect(profile.flagsSource).toMatch(/\d+\.\d+/);
  },
);

test("names no client twice", () => {
  expect(new Set(profiles.map(([name]) => name)).size).toBe(profiles.length);
});

test.each(choices)(
  "$name: the clients fit into the default machine, and a rest stays for the page cache",
  ({ clients }) => {
    const memoryGiB = INSTANCE_MEMORY_GIB[clients.sizing.instanceType] ?? Number.NaN;
    const reservedMiB = clients.all.reduce((sum, run) => sum + run.memoryReservationMiB, 0);
    expect(reservedMiB).toBeLessThanOrEqual(0.85 * memoryGiB * 1024);
  },
);

test.each(choices)(
  "$name: the default disk holds the chain, leaves room to grow, and gp3 can be made so",
  ({ clients }) => {
    const { minimumVolumeSizeGiB, volumeIops, volumeSizeGiB, volumeThroughputMiBps } = clients.sizing;
    expect(volumeSizeGiB).toBeGreaterThanOrEqual(1.15 * minimumVolumeSizeGiB);
    expect(volumeSizeGiB).toBeLessThanOrEqual(65_536);
    expect(volumeThroughputMiBps * 4).toBeLessThanOrEqual(volumeIops);
    expect(volumeIops).toBeGreaterThanOrEqual(3_000);
    expect(volumeIops).toBeLessThanOrEqual(Math.min(80_000, 500 * minimumVolumeSizeGiB));
  },
);

test.each(choices)(
  "$name: no two ports of the host collide, and P2P ports are where the arguments say",
  ({ clients }) => {
    const ports = clients.all.flatMap((run) => [
      ...run.peerPorts.flatMap(({ port, protocols }) => protocols.map((protocol) => `${port}/${protocol}`)),
      ...run.rpcPorts.map((port) => `${port}/tcp`),
    ]);
    expect(new Set(ports).size).toBe(ports.length);
    for (const run of clients.all) {
      for (const { port } of run.peerPorts) {
        expect(run.arguments.join(" ")).toContain(String(port));
      }
    }
  },
);

test.each(choices)("$name: each client writes to its own directory and announces the host's address", ({ clients }) => {
  for (const { arguments: command, dataDirectory, profile } of clients.all) {
    expect(dataDirectory).toBe(`/data/${profile.name}`);
    expect(command.filter((argument) => argument.endsWith(`=${dataDirectory}`))).toHaveLength(1);
    expect(command.join(" ")).toContain("{{p2p-address}}");
  }
});

test.each(choices.filter(({ clients }) => clients.consensus !== undefined))(
  "$name: both hold the same secret, and the consensus client finds the execution client by its link",
  ({ clients }) => {
    for (const { arguments: command } of clients.all) {
      expect(command.filter((argument) => argument.endsWith("=/data/engine-api/jwt-secret"))).toHaveLength(1);
    }
    expect(clients.consensus?.arguments.join(" ")).toContain("=http://execution:8551");
    const checkpoint = [clients.consensus?.arguments, clients.consensus?.checkpointSyncArguments].flat().join(" ");
    expect(checkpoint).toContain("={{checkpoint-url}}");
  },
);

test.each(choices)("$name: HTTP and websocket offer eth, net and web3 and nothing dangerous", ({ clients }) => {
  const apis = clients.execution.arguments
    .filter((argument) => /api=|apis=|EnabledModules=/.test(argument) && !argument.startsWith("--beacon"))
    .flatMap((argument) => (argument.split("=")[1] ?? "").toLowerCase().split(","));
  expect(apis).toEqual(expect.arrayContaining(["eth", "net", "web3"]));
  // The last two are eth_subscribe, where a client counts it apart.
  expect(apis.filter((api) => !["eth", "net", "web3", "subscribe", "pubsub"].includes(api))).toEqual([]);
  expect(clients.execution.arguments.join(" ")).not.toMatch(/unlock|allow-insecure|corsdomain=|origins=\*|vhosts=\*/);
});

test("warns of Parity on mainnet, and names those that follow it", () => {
  const { warning } = nodeClients({});
  for (const { hasEngineApi, name } of Object.values(executionClients)) {
    expect(!hasEngineApi || warning?.includes(name)).toBe(true);
  }
});
