import type { ExecutionProfile } from "../execution-profile";
import { machines, newChain } from "../machines";

const MAINNET = {
  volumeIops: 10_000,
  volumeThroughputMiBps: 298,
  instanceType: machines.large,
  memoryReservationMiB: 24_576,
};
const TESTNET = {
  volumeIops: 5_000,
  volumeThroughputMiBps: 149,
  instanceType: machines.medium,
  memoryReservationMiB: 8_192,
};

/** Nethermind: an execution client in .NET; `dev` is its own Spaceneth chain, which makes a block per transaction. */
export const nethermind: ExecutionProfile = {
  name: "nethermind",
  image: "nethermind/nethermind",
  version: "1.39.3",
  program: "/nethermind/nethermind",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 300,
  peerPorts: [{ name: "p2p", port: 30303, protocols: ["tcp", "udp"] }],
  // .NET unpacks the libraries of a single-file program below the home, which is /tmp, and has its diagnostics socket there.
  temporaryDirectory: { sizeMiB: 256, holdsPrograms: true },
  // NethermindEth/nethermind: NodeKeyManager.cs of 2021, and its configuration's documentation of today; KeyStoreDirectory.
  networkIdentityFiles: ["keystore/node.key.plain"],
  databases: ["nethermind_db"],
  // It prunes by itself.
  nodeTypeMayFollow: { "history-expired": ["full"] },
  flagsSource: "NethermindEth/docs 41f712451 version-1.39.0/fundamentals/configuration.md and source dd1e19f700 (1.39)",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: true,
  apis: ["eth", "net", "web3", "subscribe", "txpool", "proof", "trace", "debug", "health", "rpc"],
  defaultNodeType: "history-expired",
  chains: {
    mainnet: {
      full: { ...MAINNET, minimumVolumeSizeGiB: 1_950, volumeSizeGiB: 2_560 },
      "history-expired": { ...MAINNET, minimumVolumeSizeGiB: 1_300, volumeSizeGiB: 1_792 },
      // 14 TB in July 2023 and 60 GB a week more, by its documentation.
      archive: {
        ...MAINNET,
        minimumVolumeSizeGiB: 24_576,
        volumeSizeGiB: 30_720,
        volumeIops: 16_000,
        volumeThroughputMiBps: 596,
        instanceType: machines.huge,
        memoryReservationMiB: 65_536,
      },
    },
    sepolia: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 800, volumeSizeGiB: 1_024 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 650, volumeSizeGiB: 900 },
    },
    hoodi: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 300, volumeSizeGiB: 500 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 300, volumeSizeGiB: 500 },
    },
    dev: { full: { ...newChain, memoryReservationMiB: 512 } },
  },
  firstSync: "about 2 h (aws-blockchain-node-runners)",
  command: (chain, paths, options) => [
    `--config=${configuration(chain, options.nodeType)}`,
    `--data-dir=${paths.dataDirectory}`,
    // By default a transaction older than about a year is not found by its hash: null, as if there were none.
    ...(options.nodeType === "history-expired" ? [] : ["--Receipt.TxLookupLimit=0"]),
    ...(chain === "dev" ? [] : databaseArguments(chain, options.nodeType)),
    `--Network.P2PPort=${options.peerPort("p2p")}`,
    `--Network.DiscoveryPort=${options.peerPort("p2p")}`,
    `--Network.ExternalIp=${options.p2pAddress}`,
    "--Network.EnableUPnP=false",
    "--JsonRpc.Enabled=true",
    "--JsonRpc.Host=0.0.0.0",
    `--JsonRpc.Port=${options.rpcPort}`,
    `--JsonRpc.WebSocketsPort=${options.wsPort}`,
    `--JsonRpc.EnabledModules=${rpcModules(options.rpcApis).join(",")}`,
    // The default is "*" and an empty list is no value; no browser is ever on a page of this reserved name.
    `--JsonRpc.CorsOrigins=${options.corsOrigins ?? "https://none.invalid"}`,
    "--JsonRpc.GasCap=50000000",
    "--JsonRpc.Timeout=10000",
    "--JsonRpc.MaxBatchSize=100",
    "--JsonRpc.MaxBatchResponseBodySize=25000000",
    "--JsonRpc.MaxLogsPerResponse=10000",
    "--JsonRpc.MaxConcurrentSharedRequests=512",
    ...(options.servesEngineApi
      ? [
          "--JsonRpc.EngineHost=0.0.0.0",
          `--JsonRpc.EnginePort=${options.engineApi.port}`,
          `--JsonRpc.JwtSecretFile=${paths.jwtSecretFile}`,
        ]
      : []),
  ],
};

function configuration(chain: string, nodeType: string): string {
  if (chain === "dev") {
    return "spaceneth_persistent";
  }
  return nodeType === "archive" ? `${chain}_archive` : chain;
}

function databaseArguments(chain: string, nodeType: string): string[] {
  if (nodeType === "archive") {
    return [];
  }
  return [
    // The chain's configuration leaves out blocks before the Merge; 0 brings them back.
    ...(nodeType === "full"
      ? ["--Sync.AncientBodiesBarrier=0", "--Sync.AncientReceiptsBarrier=0"]
      : ["--History.Pruning=UseAncientBarriers"]),
    // The state grows until it is pruned, and the pruned copy needs room beside the old one.
    "--Pruning.FullPruningTrigger=VolumeFreeSpace",
    `--Pruning.FullPruningThresholdMb=${chain === "mainnet" ? 375_810 : 51_200}`,
  ];
}

/** Nethermind keeps eth_subscribe, which other clients count among the eth methods, in a module of its own. */
function rpcModules(apis: readonly string[]): string[] {
  return [...new Set(apis.flatMap((api) => (api === "eth" ? ["eth", "subscribe"] : [api])))];
}
