import type { ExecutionProfile } from "../execution-profile";
import { machines, newChain } from "../machines";

const MAINNET = {
  volumeIops: 10_000,
  volumeThroughputMiBps: 298,
  instanceType: machines.large,
  memoryReservationMiB: 24_576,
};
const FAST = {
  volumeIops: 16_000,
  volumeThroughputMiBps: 596,
  instanceType: machines.huge,
  memoryReservationMiB: 49_152,
};
const TESTNET = {
  volumeIops: 6_000,
  volumeThroughputMiBps: 149,
  instanceType: machines.medium,
  memoryReservationMiB: 14_336,
};

/** Reth: an execution client in Rust. It executes every block since genesis: a first sync takes weeks, not hours. */
export const reth: ExecutionProfile = {
  name: "reth",
  image: "ghcr.io/paradigmxyz/reth",
  version: "v2.4.1",
  program: "/usr/local/bin/reth",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 300,
  peerPorts: [{ name: "p2p", port: 30303, protocols: ["tcp", "udp"] }],
  // paradigmxyz/reth: crates/node/core/src/dirs.rs; a data directory that is named has no folder of the chain in it.
  networkIdentityFiles: ["discovery-secret", "jwt.hex"],
  databases: ["db"],
  // It prunes by itself.
  nodeTypeMayFollow: { "history-expired": ["full"] },
  flagsSource:
    "paradigmxyz/reth v2.4.1 (8eb2101756): docs/vocs/docs/pages/cli/reth/node.mdx, crates/node/core/src/args",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: true,
  apis: ["eth", "net", "web3", "txpool", "trace", "debug", "rpc", "reth", "ots"],
  defaultNodeType: "history-expired",
  chains: {
    mainnet: {
      full: { ...MAINNET, minimumVolumeSizeGiB: 2_200, volumeSizeGiB: 2_816 },
      "history-expired": { ...MAINNET, minimumVolumeSizeGiB: 1_400, volumeSizeGiB: 2_048 },
      archive: { ...MAINNET, ...FAST, minimumVolumeSizeGiB: 3_400, volumeSizeGiB: 4_608 },
    },
    sepolia: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 900, volumeSizeGiB: 1_280 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 850, volumeSizeGiB: 1_152 },
      archive: { ...TESTNET, minimumVolumeSizeGiB: 1_400, volumeSizeGiB: 2_048 },
    },
    hoodi: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 400, volumeSizeGiB: 700 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 400, volumeSizeGiB: 700 },
      archive: { ...TESTNET, minimumVolumeSizeGiB: 700, volumeSizeGiB: 1_280 },
    },
    dev: {
      full: {
        ...newChain,
        minimumVolumeSizeGiB: 10,
        volumeSizeGiB: 20,
        instanceType: machines.modest,
        memoryReservationMiB: 768,
      },
    },
  },
  firstSync: "one to three weeks: it executes every block (estimate after eth-docker)",
  command: (chain, paths, options) => [
    "node",
    `--chain=${chain}`,
    `--datadir=${paths.dataDirectory}`,
    ...(chain === "dev"
      ? // The default cache is 4 GiB, as much as the whole of a small instance.
        ["--dev", "--dev.block-time=1s", "--engine.cross-block-cache-size=128"]
      : pruningArguments(options.nodeType)),
    "--log.file.max-files=0",
    "--color=never",
    `--port=${options.peerPort("p2p")}`,
    `--discovery.port=${options.peerPort("p2p")}`,
    // Both discovery protocols share one socket when their ports are equal; the default would be 9200.
    `--discovery.v5.port=${options.peerPort("p2p")}`,
    `--nat=extip:${options.p2pAddress}`,
    "--ipcdisable",
    "--http",
    "--http.addr=0.0.0.0",
    `--http.port=${options.rpcPort}`,
    `--http.api=${options.rpcApis.join(",")}`,
    ...(options.corsOrigins === undefined
      ? []
      : [`--http.corsdomain=${options.corsOrigins}`, `--ws.origins=${options.corsOrigins}`]),
    "--ws",
    "--ws.addr=0.0.0.0",
    `--ws.port=${options.wsPort}`,
    `--ws.api=${options.rpcApis.join(",")}`,
    "--rpc.gascap=50000000",
    "--rpc.max-connections=500",
    "--rpc.max-response-size=25",
    "--rpc.max-blocks-per-filter=10000",
    "--rpc.max-logs-per-response=10000",
    "--rpc.max-subscriptions-per-connection=128",
    "--rpc.max-blocking-io-requests=128",
    ...(options.servesEngineApi
      ? [
          "--authrpc.addr=0.0.0.0",
          `--authrpc.port=${options.engineApi.port}`,
          `--authrpc.jwtsecret=${paths.jwtSecretFile}`,
        ]
      : []),
  ],
};

/** Not --full, which would also drop all receipts, and so the logs, older than 10,064 blocks. */
function pruningArguments(nodeType: string): string[] {
  if (nodeType === "archive") {
    return [];
  }
  return [
    "--prune.sender-recovery.full",
    "--prune.account-history.distance=10064",
    "--prune.storage-history.distance=10064",
    ...(nodeType === "history-expired" ? ["--prune.bodies.pre-merge", "--prune.receipts.pre-merge"] : []),
  ];
}
