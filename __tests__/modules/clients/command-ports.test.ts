import { consensusClients, executionClients } from "../../../modules/clients/catalogue";
import { ENGINE_API } from "../../../modules/clients/client-command";
import type { ConsensusProfile } from "../../../modules/clients/consensus-profile";
import type { ExecutionProfile, NodeType } from "../../../modules/clients/execution-profile";
import { everyChoice } from "../../../stacks/settings/every-choice";
import { nodeClients } from "../../support/node-clients";

/** Values that no profile has, and what stands for each below. */
const RPC = 21_001;
const WS = 21_002;
const REST = 21_003;
const ENGINE = { host: "engine.test", port: 21_004 };
const PEERS = ["p2p", "discovery", "quic", "torrent", "caplin-discovery", "caplin"];
const peerPort = (name: string) => 22_000 + PEERS.indexOf(name);
const MARKS: readonly (readonly [value: string, mark: string])[] = [
  [String(RPC), "<rpc>"],
  [String(WS), "<ws>"],
  [String(REST), "<rest>"],
  [ENGINE.host, "<engine host>"],
  [String(ENGINE.port), "<engine port>"],
  ...PEERS.map((name) => [String(peerPort(name)), `<${name}>`] as const),
];
const marked = (argument: string) => MARKS.reduce((text, [value, mark]) => text.replaceAll(value, mark), argument);

/** Every flag that says a port, or the name of the engine API's host, and what it says. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  parity: [
    "--port=<p2p>",
    "--jsonrpc-port=<rpc>",
    "--jsonrpc-hosts=localhost:<rpc>,names:<rpc>",
    "--ws-port=<ws>",
    "--ws-hosts=localhost:<ws>,names:<ws>",
  ],
  geth: [
    "--port=<p2p>",
    "--http.port=<rpc>",
    "--ws.port=<ws>",
    "--authrpc.port=<engine port>",
    "--authrpc.vhosts=localhost,<engine host>",
  ],
  nethermind: [
    "--Network.P2PPort=<p2p>",
    "--Network.DiscoveryPort=<p2p>",
    "--JsonRpc.Port=<rpc>",
    "--JsonRpc.WebSocketsPort=<ws>",
    "--JsonRpc.EnginePort=<engine port>",
  ],
  besu: [
    "--p2p-port=<p2p>",
    "--rpc-http-port=<rpc>",
    "--rpc-ws-port=<ws>",
    "--engine-rpc-port=<engine port>",
    "--engine-host-allowlist=<engine host>,localhost,127.0.0.1",
  ],
  reth: [
    "--port=<p2p>",
    "--discovery.port=<p2p>",
    "--discovery.v5.port=<p2p>",
    "--http.port=<rpc>",
    "--ws.port=<ws>",
    "--authrpc.port=<engine port>",
  ],
  erigon: [
    "--port=<p2p>",
    "--torrent.port=<torrent>",
    "--http.port=<rpc>",
    "--ws.port=<ws>",
    "--authrpc.port=<engine port>",
    "--authrpc.vhosts=localhost,<engine host>",
    "--caplin.discovery.port=<caplin-discovery>",
    "--caplin.discovery.tcpport=<caplin>",
  ],
  lighthouse: [
    "--execution-endpoint=http://<engine host>:<engine port>",
    "--port=<p2p>",
    "--discovery-port=<p2p>",
    "--quic-port=<quic>",
    "--enr-tcp-port=<p2p>",
    "--enr-udp-port=<p2p>",
    "--enr-quic-port=<quic>",
    "--http-port=<rest>",
  ],
  prysm: [
    "--execution-endpoint=http://<engine host>:<engine port>",
    "--p2p-tcp-port=<p2p>",
    "--p2p-quic-port=<p2p>",
    "--p2p-udp-port=<discovery>",
    "--http-port=<rest>",
  ],
  teku: [
    "--ee-endpoint=http://<engine host>:<engine port>",
    "--p2p-port=<p2p>",
    "--p2p-udp-port=<p2p>",
    "--p2p-quic-port=<quic>",
    "--p2p-advertised-port=<p2p>",
    "--p2p-advertised-udp-port=<p2p>",
    "--p2p-advertised-quic-port=<quic>",
    "--rest-api-port=<rest>",
  ],
  nimbus: [
    "--el=http://<engine host>:<engine port>",
    "--tcp-port=<p2p>",
    "--udp-port=<p2p>",
    "--quic-port=<quic>",
    "--rest-port=<rest>",
  ],
  lodestar: [
    "--execution.urls=http://<engine host>:<engine port>",
    "--port=<p2p>",
    "--discoveryPort=<p2p>",
    "--quicPort=<quic>",
    "--enr.tcp=<p2p>",
    "--enr.udp=<p2p>",
    "--enr.quic=<quic>",
    "--rest.port=<rest>",
  ],
};

const paths = { dataDirectory: "/directory", jwtSecretFile: "/secret", chainSpecFile: "/spec" };

/** The profile's command line in each case that it tells apart, with those values. */
function executionCommands(profile: ExecutionProfile): string[][] {
  return Object.entries(profile.chains).flatMap(([chain, nodeTypes]) =>
    Object.keys(nodeTypes).flatMap((nodeType) =>
      [true, false].map((servesEngineApi) =>
        profile.command(chain, paths, {
          nodeType: nodeType as NodeType,
          rpcApis: ["eth"],
          rpcPort: RPC,
          wsPort: WS,
          peerPort,
          p2pAddress: "address",
          rpcHosts: (port) => (port === undefined ? "names" : `names:${port}`),
          corsOrigins: undefined,
          servesEngineApi,
          engineApi: ENGINE,
          bootnodes: [],
          reservedPeers: [],
          checkpointUrl: "url",
        }),
      ),
    ),
  );
}

function consensusCommands(profile: ConsensusProfile): string[][] {
  const engineApiUrl = `http://${ENGINE.host}:${ENGINE.port}`;
  const options = { peerPort, restPort: REST, p2pAddress: "address", engineApiUrl, checkpointUrl: "url" };
  return Object.keys(profile.chains).map((chain) => profile.command(chain, paths, options));
}

const commands: Readonly<Record<string, string[][]>> = Object.fromEntries([
  ...Object.values(executionClients).map((profile) => [profile.name, executionCommands(profile)]),
  ...Object.values(consensusClients).map((profile) => [profile.name, consensusCommands(profile)]),
]);
const flagOf = (argument: string) => argument.split("=")[0] as string;

test("knows every client", () => {
  expect(Object.keys(commands).sort()).toEqual(Object.keys(CARRIED).sort());
});

test.each(Object.keys(CARRIED))("%s takes every port and the engine API's host from what it is told", (name) => {
  const carried = CARRIED[name] as string[];
  const said = (commands[name] as string[][]).map((command) => command.map(marked));
  expect([...new Set(said.flat().filter((argument) => argument.includes("<")))].sort()).toEqual([...carried].sort());
  // Nor does any of its cases say something else by one of these flags.
  const flags = carried.map(flagOf);
  const other = said.flat().filter((argument) => flags.includes(flagOf(argument)) && !carried.includes(argument));
  expect(other).toEqual([]);
});

test("a node tells each client the ports of its profile, and both the one engine API", () => {
  for (const environment of everyChoice()) {
    for (const run of nodeClients(environment).all) {
      const execution = executionClients[run.profile.name];
      const peers = [...run.profile.peerPorts, ...(execution?.builtInConsensus?.peerPorts ?? [])];
      const facts: readonly (readonly [mark: string, value: string | number | undefined])[] = [
        ["names:<rpc>", `{{rpc-hosts:${execution?.rpcPort}}}`],
        ["names:<ws>", `{{rpc-hosts:${execution?.wsPort}}}`],
        ["<rpc>", execution?.rpcPort],
        ["<ws>", execution?.wsPort],
        ["<rest>", consensusClients[run.profile.name]?.restPort],
        ["<engine host>", ENGINE_API.host],
        ["<engine port>", ENGINE_API.port],
        ...peers.map(({ name, port }) => [`<${name}>`, port] as const),
      ];
      const expected = (CARRIED[run.profile.name] as string[]).map((argument) =>
        facts.reduce((text, [mark, value]) => text.replaceAll(mark, String(value)), argument),
      );
      const flags = expected.map(flagOf);
      const said = run.command.filter((argument) => flags.includes(flagOf(argument)));
      expect(said.filter((argument) => !expected.includes(argument))).toEqual([]);
      expect(said.length).toBeGreaterThanOrEqual(4);
    }
  }
});
