import { withoutDiscoveryPort } from "../bootnode";
import type { ExecutionProfile } from "../execution-profile";
import { machines, newChain } from "../machines";
import { RESERVED_PEERS_FILE } from "../reserved-peers";
import { parityChainSpecRule } from "./parity-chain-spec";
import { refusedParityChains } from "./parity-chains";
import { parityValidator } from "./parity-validator";

const SMALL = { ...newChain, instanceType: { x86_64: machines.small.x86_64 } };
const MAINNET = {
  volumeIops: 3_000,
  volumeThroughputMiBps: 125,
  instanceType: { x86_64: "m7i.xlarge" },
  memoryReservationMiB: 2_048,
};

/** Parity, in its last release: OpenEthereum 3.3.5. It ends at the Merge, and is still of use for private chains. */
export const parity: ExecutionProfile = {
  name: "parity",
  image: "openethereum/openethereum",
  version: "v3.3.5",
  program: "/home/openethereum/openethereum",
  architectures: ["x86_64"],
  stopTimeoutSeconds: 300,
  peerPorts: [{ name: "p2p", port: 30303, protocols: ["tcp", "udp"] }],
  // openethereum: bin/oe/configuration.rs (the folder), crates/net/network-devp2p/src/host.rs (the file).
  networkIdentityFiles: ["network/key"],
  nodeKeyFile: "network/key",
  databases: ["chains"],
  flagsSource: "openethereum/openethereum v3.3.5: bin/oe/cli/mod.rs, configuration.rs, rpc.rs, rpc_apis.rs",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: false,
  apis: [
    "debug",
    "eth",
    "net",
    "parity",
    "parity_accounts",
    "parity_pubsub",
    "parity_set",
    "personal",
    "pubsub",
    "rpc",
    "secretstore",
    "traces",
    "web3",
  ],
  refusedApis: {
    signer:
      "it hands out tokens that open every API, those that handle keys too, to whoever shows them on the websocket",
  },
  apiWarnings: {
    parity:
      "Parity's parity_listAccounts and parity_listStorageKeys answer null, as if there were none: they need a database " +
      "of twice the size (--fat-db), which no setting makes",
    traces:
      "Parity keeps traces from its first block on or never: it refuses a chain that was synced without the API traces " +
      "(TraceDB resync required), and a first sync with it executes every block",
  },
  defaultNodeType: "full",
  chains: {
    mainnet: {
      full: { ...MAINNET, minimumVolumeSizeGiB: 500, volumeSizeGiB: 1_000 },
      archive: { ...MAINNET, minimumVolumeSizeGiB: 9_000, volumeSizeGiB: 12_000 },
    },
    // Estimates: nobody of this project has synced it.
    xdai: { full: { ...MAINNET, minimumVolumeSizeGiB: 200, volumeSizeGiB: 400 } },
    dev: { full: SMALL },
    private: { full: SMALL, archive: SMALL },
  },
  refusedChains: refusedParityChains,
  chainSpecRule: parityChainSpecRule,
  validator: parityValidator,
  takesReservedPeers: true,
  warnings: {
    private:
      "This node follows its private chain and seals no block: the nodes that do are to be found elsewhere, by " +
      "bootnodes or by the chain specification's own nodes",
    mainnet:
      "Parity's last release, OpenEthereum 3.3.5, cannot pass the Merge: on mainnet it stops at block 15537393. " +
      "Choose client geth, nethermind, besu, reth or erigon to follow the chain today",
    xdai:
      "Parity's last release, OpenEthereum 3.3.5, cannot pass the Merge of Gnosis Chain, once xDai, in December 2022: it " +
      "stops there. Its sizes here are estimates",
  },
  firstSync: "about 7 h to the Merge (the article, c5.large)",
  command: (chain, paths, options) => [
    // The image may bring a configuration file of its own.
    "--no-config",
    `--chain=${chain === "private" ? paths.chainSpecFile : chain}`,
    `--base-path=${paths.dataDirectory}`,
    `--pruning=${options.nodeType === "archive" ? "archive" : "fast"}`,
    // EBS volumes are solid-state; a look at /sys from inside a container may say otherwise.
    "--db-compaction=ssd",
    // Without it the API answers null, as if there were no traces.
    ...(options.rpcApis.includes("traces") ? ["--tracing=on"] : []),
    "--cache-size=1024",
    // Or it asks Etherscan, on this chain alone: the price of about the Merge, where it ends. --min-gas-price goes before.
    ...(chain === "mainnet" ? ["--usd-per-eth=1600"] : []),
    "--no-color",
    `--port=${options.peerPort("p2p")}`,
    `--nat=extip:${options.p2pAddress}`,
    // network-devp2p/src/node_table.rs takes an address and a port, and no more.
    ...(options.bootnodes.length === 0 ? [] : [`--bootnodes=${options.bootnodes.map(withoutDiscoveryPort).join(",")}`]),
    ...(options.reservedPeers.length === 0 ? [] : [`--reserved-peers=${RESERVED_PEERS_FILE}`]),
    // Whoever shows a token of this directory gets every API over the websocket: one in which no file can ever be, on
    // no disk and in no snapshot, and which is there, since a missing one is made or the start fails.
    "--ui-path=/proc",
    "--no-ipc",
    "--no-secretstore",
    "--jsonrpc-interface=0.0.0.0",
    `--jsonrpc-port=${options.rpcPort}`,
    `--jsonrpc-apis=${options.rpcApis.join(",")}`,
    // It compares the whole Host header, port included; * stands for any (jsonrpc 15, server-utils/src/hosts.rs).
    `--jsonrpc-hosts=localhost:${options.rpcPort},${options.rpcHosts(options.rpcPort)}`,
    `--jsonrpc-cors=${options.corsOrigins ?? "none"}`,
    "--jsonrpc-max-payload=5",
    "--ws-interface=0.0.0.0",
    `--ws-port=${options.wsPort}`,
    // Subscriptions are an API of their own here, which HTTP cannot serve.
    `--ws-apis=${[...new Set([...options.rpcApis, "pubsub"])].join(",")}`,
    `--ws-hosts=localhost:${options.wsPort},${options.rpcHosts(options.wsPort)}`,
    `--ws-origins=${options.corsOrigins ?? "none"}`,
    "--ws-max-connections=100",
    "--ws-max-payload=5",
  ],
};
