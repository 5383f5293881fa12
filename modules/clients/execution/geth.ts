import type { ExecutionProfile } from "../execution-profile";
import { machines, newChain } from "../machines";
import { gethGenesisRule } from "./geth-genesis";

const MAINNET = {
  volumeIops: 8_000,
  volumeThroughputMiBps: 298,
  instanceType: machines.large,
  memoryReservationMiB: 16_384,
};
const TESTNET = {
  volumeIops: 4_000,
  volumeThroughputMiBps: 149,
  instanceType: machines.medium,
  memoryReservationMiB: 8_192,
};
// By default a transaction older than about a year is not found by its hash: null, as if there were none. About 40 bytes each.
const ALL_TRANSACTIONS = ["--history.transactions=0"];

/** Geth, Go Ethereum. */
export const geth: ExecutionProfile = {
  name: "geth",
  image: "ethereum/client-go",
  version: "v1.17.5",
  program: "geth",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 300,
  peerPorts: [{ name: "p2p", port: 30303, protocols: ["tcp", "udp"] }],
  // Seen with geth 1.17.5: both are read directly in the data directory too, where geth 1.4 had them.
  networkIdentityFiles: ["geth/nodekey", "nodekey", "geth/jwtsecret"],
  nodeKeyFile: "geth/nodekey",
  databases: ["geth/chaindata", "chaindata"],
  // Geth itself refuses until `geth prune-history` was run.
  nodeTypeMayFollow: { "history-expired": ["full"] },
  flagsSource: "ethereum/go-ethereum v1.17.5: cmd/geth/main.go, cmd/utils/flags.go, internal/debug/flags.go",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: true,
  apis: ["admin", "debug", "eth", "miner", "net", "txpool", "web3"],
  refusedApis: { engine: "geth serves it to its consensus client alone, on a port of its own" },
  defaultNodeType: "history-expired",
  chains: {
    mainnet: {
      full: { ...MAINNET, minimumVolumeSizeGiB: 1_450, volumeSizeGiB: 2_048 },
      "history-expired": { ...MAINNET, minimumVolumeSizeGiB: 900, volumeSizeGiB: 1_400 },
      archive: { ...MAINNET, minimumVolumeSizeGiB: 2_350, volumeSizeGiB: 3_500 },
    },
    sepolia: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 750, volumeSizeGiB: 1_000 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 500, volumeSizeGiB: 800 },
    },
    hoodi: { full: { ...TESTNET, minimumVolumeSizeGiB: 200, volumeSizeGiB: 400 } },
    dev: { full: newChain },
    private: { full: newChain },
  },
  chainSpecRule: gethGenesisRule,
  firstSync: "about 3 h (aws-blockchain-node-runners)",
  command: (chain, paths, options) => [
    ...chainArguments(chain, paths.chainSpecFile),
    ...{
      full: ["--history.chain=all", ...ALL_TRANSACTIONS],
      "history-expired": ["--history.chain=postmerge"],
      archive: ["--history.chain=all", ...ALL_TRANSACTIONS, "--syncmode=full", "--gcmode=archive", "--history.state=0"],
    }[options.nodeType],
    `--datadir=${paths.dataDirectory}`,
    `--port=${options.peerPort("p2p")}`,
    `--nat=extip:${options.p2pAddress}`,
    ...(options.bootnodes.length === 0 ? [] : [`--bootnodes=${options.bootnodes.join(",")}`]),
    "--http",
    "--http.addr=0.0.0.0",
    `--http.port=${options.rpcPort}`,
    `--http.api=${options.rpcApis.join(",")}`,
    `--http.vhosts=localhost,${options.rpcHosts()}`,
    ...(options.corsOrigins === undefined
      ? []
      : [`--http.corsdomain=${options.corsOrigins}`, `--ws.origins=${options.corsOrigins}`]),
    "--ws",
    "--ws.addr=0.0.0.0",
    `--ws.port=${options.wsPort}`,
    `--ws.api=${options.rpcApis.join(",")}`,
    "--rpc.gascap=50000000",
    "--rpc.evmtimeout=5s",
    "--rpc.rangelimit=10000",
    "--rpc.logquerylimit=1000",
    "--rpc.batch-request-limit=1000",
    "--rpc.batch-response-max-size=25000000",
    ...(options.servesEngineApi
      ? [
          "--authrpc.addr=0.0.0.0",
          `--authrpc.port=${options.engineApi.port}`,
          `--authrpc.vhosts=localhost,${options.engineApi.host}`,
          `--authrpc.jwtsecret=${paths.jwtSecretFile}`,
        ]
      : []),
  ],
};

function chainArguments(chain: string, chainSpecFile: string): string[] {
  switch (chain) {
    case "dev":
      return ["--dev", "--dev.period=1"];
    case "private":
      // Whoever makes the first blocks has nobody to copy a state from, for which the default would wait.
      return [`--override.genesis=${chainSpecFile}`, "--syncmode=full"];
    default:
      return [`--${chain}`];
  }
}
