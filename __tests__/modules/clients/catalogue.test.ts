import { consensusClients, executionClients } from "../../../modules/clients/catalogue";
import { dangerousApis } from "../../../modules/clients/client-choice-problems";
import { ENGINE_API } from "../../../modules/clients/client-command";
import { everyChoice } from "../../../stacks/settings/every-choice";
import { expectEach } from "../../support/expect-each";
import { nodeClients } from "../../support/node-clients";

const profiles = [...Object.entries(executionClients), ...Object.entries(consensusClients)].map(([key, profile]) => ({
  name: profile.name,
  key,
  profile,
}));
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

test("every profile carries the name under which it is chosen, and the version of an image that stays", () => {
  expectEach(profiles, ({ key, profile }) => {
    expect(profile.name).toBe(key);
    expect(profile.image).toMatch(/^([a-z.]+\/)?[a-z-]+\/[a-z0-9-]+(\/[a-z-]+)?$/);
    expect(profile.version).toMatch(/^(multiarch-)?v?\d+\.\d+\.\d+$/);
    expect(profile.flagsSource).toMatch(/\d+\.\d+/);
  });
});

test("names no client twice", () => {
  expect(new Set(profiles.map(({ name }) => name)).size).toBe(profiles.length);
});

test("the clients fit into the default machine, and a rest stays for the page cache", () => {
  expectEach(choices, ({ clients }) => {
    const memoryGiB = INSTANCE_MEMORY_GIB[clients.sizing.instanceType] ?? Number.NaN;
    const reservedMiB = clients.all.reduce((sum, run) => sum + run.memoryReservationMiB, 0);
    expect(reservedMiB).toBeLessThanOrEqual(0.85 * memoryGiB * 1024);
  });
});

test("the default disk holds the chain, leaves room to grow, and gp3 can be made so", () => {
  expectEach(choices, ({ clients }) => {
    const { minimumVolumeSizeGiB, volumeIops, volumeSizeGiB, volumeThroughputMiBps } = clients.sizing;
    expect(volumeSizeGiB).toBeGreaterThanOrEqual(1.15 * minimumVolumeSizeGiB);
    expect(volumeSizeGiB).toBeLessThanOrEqual(65_536);
    expect(volumeThroughputMiBps * 4).toBeLessThanOrEqual(volumeIops);
    expect(volumeIops).toBeGreaterThanOrEqual(3_000);
    expect(volumeIops).toBeLessThanOrEqual(Math.min(80_000, 500 * minimumVolumeSizeGiB));
  });
});

test("no two ports of the host collide, and P2P ports are where the arguments say", () => {
  expectEach(choices, ({ clients }) => {
    const ports = clients.all.flatMap((run) => [
      ...run.peerPorts.flatMap(({ port, protocols }) => protocols.map((protocol) => `${port}/${protocol}`)),
      ...run.rpcPorts.map((port) => `${port}/tcp`),
    ]);
    expect(new Set(ports).size).toBe(ports.length);
    for (const run of clients.all) {
      for (const { port } of run.peerPorts) {
        expect(run.command.join(" ")).toContain(String(port));
      }
    }
  });
});

test("each client writes to its own directory and announces the host's address", () => {
  expectEach(choices, ({ clients }) => {
    for (const { command, dataDirectory, profile } of clients.all) {
      expect(dataDirectory).toBe(`/data/${profile.name}`);
      expect(command.filter((argument) => argument.endsWith(`=${dataDirectory}`))).toHaveLength(1);
      expect(command.join(" ")).toContain("{{p2p-address}}");
    }
  });
});

test("both hold the same secret, and the consensus client finds the execution client by its link", () => {
  expectEach(
    choices.filter(({ clients }) => clients.consensus !== undefined),
    ({ clients }) => {
      for (const { command } of clients.all) {
        expect(command.filter((argument) => argument.endsWith("=/data/engine-api/jwt-secret"))).toHaveLength(1);
      }
      expect(clients.consensus?.command.join(" ")).toContain(`=http://${ENGINE_API.host}:${ENGINE_API.port}`);
      const checkpoint = [clients.consensus?.command, clients.consensus?.checkpointSyncCommand].flat().join(" ");
      expect(checkpoint).toContain("={{checkpoint-url}}");
    },
  );
});

test("HTTP and websocket offer eth, net and web3 and nothing dangerous", () => {
  expectEach(choices, ({ clients }) => {
    const apis = clients.execution.command
      .filter((argument) => /api=|apis=|EnabledModules=/.test(argument) && !argument.startsWith("--beacon"))
      .flatMap((argument) => (argument.split("=")[1] ?? "").toLowerCase().split(","));
    expect(apis).toEqual(expect.arrayContaining(["eth", "net", "web3"]));
    // The last two are eth_subscribe, where a client counts it apart.
    expect(apis.filter((api) => !["eth", "net", "web3", "subscribe", "pubsub"].includes(api))).toEqual([]);
    expect(clients.execution.command.join(" ")).not.toMatch(/unlock|allow-insecure|corsdomain=|origins=\*|vhosts=\*/);
  });
});

/**
 * APIs that read the chain, its pool and the node's state, and no more, by the sources of the pinned versions. Whoever adds an
 * API to a client reads what it can do, and puts it here or among the dangerous ones.
 */
const HARMLESS_APIS: readonly string[] = [
  "erigon",
  "eth",
  "health",
  "internal",
  "net",
  "ots",
  "parity",
  "parity_pubsub",
  "proof",
  "pubsub",
  "rpc",
  "subscribe",
  "trace",
  "traces",
  "txpool",
  "web3",
];

test("offers no API that nobody judged, and none that it refuses", () => {
  expectEach(Object.values(executionClients), (profile) => {
    const judgedOnce = (api: string) => HARMLESS_APIS.includes(api) !== Object.hasOwn(dangerousApis, api);
    expect(profile.apis.filter((api) => !judgedOnce(api))).toEqual([]);
    expect(profile.apis).not.toEqual(expect.arrayContaining(["engine"]));
    expect(profile.apis).not.toEqual(expect.arrayContaining(["signer"]));
    for (const api of Object.keys(profile.refusedApis ?? {})) {
      expect(profile.apis).not.toContain(api);
    }
  });
});

test("knows no dangerous API that no client offers", () => {
  const offered = Object.values(executionClients).flatMap(({ apis }) => apis);
  expect(Object.keys(dangerousApis).filter((api) => !offered.includes(api))).toEqual([]);
});

/** What a client could open beside RPC, P2P and, to the node's other container, the engine or beacon API. */
const OTHER_LISTENERS =
  /metrics|pprof|graphql|stratum|monitor|ethstats|mcp|ipc|secretstore|keymanager|private\.api|grpc/i;

/** Flags that turn one of them off. */
const OFF = ["--disable-monitoring", "--ipcdisable", "--mcp.disable", "--no-ipc", "--no-secretstore"];

test("no other listener is opened", () => {
  expectEach(choices, ({ clients }) => {
    for (const { command } of clients.all) {
      expect(command.filter((argument) => OTHER_LISTENERS.test(argument) && !OFF.includes(argument))).toEqual([]);
    }
  });
});

test.each([["reth"], ["parity"]])("%s opens no socket of its console, which knows no rule", (client) => {
  const { command } = nodeClients({ ETHNODE_CLIENT: client }).execution;
  expect(command.filter((argument) => OFF.includes(argument) && argument.includes("ipc"))).toHaveLength(1);
});

test.each([
  ["geth", "--history.transactions=0"],
  ["nethermind", "--Receipt.TxLookupLimit=0"],
])("%s finds every transaction by its hash, where it keeps every block", (client, flag) => {
  const has = (nodeType: string) =>
    nodeClients({ ETHNODE_CLIENT: client, ETHNODE_NODE_TYPE: nodeType }).execution.command.includes(flag);
  expect([has("full"), has("archive"), has("history-expired")]).toEqual([true, true, false]);
});

test("warns of APIs only that it offers", () => {
  expectEach(Object.values(executionClients), ({ apis, apiWarnings }) => {
    expect(apis).toEqual(expect.arrayContaining(Object.keys(apiWarnings ?? {})));
  });
});

test("offers no chain that it refuses", () => {
  expectEach(Object.values(executionClients), ({ chains, refusedChains }) => {
    expect(Object.keys(refusedChains ?? {}).filter((chain) => Object.hasOwn(chains, chain))).toEqual([]);
  });
});
