import type { ExecutionProfile } from "../execution-profile";
import { machines } from "../machines";

// Erigon's own "full" mode drops old blocks; its "blocks" mode is what other clients call a full node.
const PRUNE_MODES = { full: "blocks", "history-expired": "full", archive: "archive" } as const;

const MAINNET = { instanceType: machines.large, volumeIops: 8000, volumeThroughputMiBps: 298 };
const SEPOLIA = { instanceType: machines.medium, volumeIops: 4000, volumeThroughputMiBps: 149 };
const HOODI = { instanceType: machines.medium, volumeIops: 3000, volumeThroughputMiBps: 125 };
const BEACON_API_PORT = 5555;

/** Erigon, an execution client; Caplin, the consensus client inside it, drives the chain unless another one is to. */
export const erigon: ExecutionProfile = {
  name: "erigon",
  image: "erigontech/erigon",
  version: "v3.5.5",
  program: "/usr/local/bin/erigon",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 300,
  peerPorts: [
    { name: "p2p", port: 30303, protocols: ["tcp", "udp"] },
    { name: "torrent", port: 42069, protocols: ["tcp", "udp"] },
  ],
  // erigontech/erigon: NodeKeyConfig.DefaultPath of package p2p; Caplin makes a new key at each start (cl/sentinel).
  networkIdentityFiles: ["nodekey", "jwt.hex"],
  databases: ["chaindata", "snapshots"],
  flagsSource:
    "erigontech/erigon where release/3.5 branched off (17a45ce1b6b8, 2026-06-08) and release notes up to v3.5.5: " +
    "node/cli/default_flags.go, node/cli/flags.go, cmd/utils/flags.go, node/debug/flags.go, node/logging/flags.go",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: true,
  apis: ["eth", "net", "web3", "erigon", "txpool", "trace", "debug", "ots", "overlay", "internal", "parity", "admin"],
  defaultNodeType: "history-expired",
  chains: {
    mainnet: {
      full: { ...MAINNET, minimumVolumeSizeGiB: 1600, volumeSizeGiB: 2048, memoryReservationMiB: 24_576 },
      "history-expired": { ...MAINNET, minimumVolumeSizeGiB: 640, volumeSizeGiB: 1024, memoryReservationMiB: 24_576 },
      archive: { ...MAINNET, minimumVolumeSizeGiB: 2500, volumeSizeGiB: 4096, memoryReservationMiB: 32_768 },
    },
    sepolia: {
      full: { ...SEPOLIA, minimumVolumeSizeGiB: 900, volumeSizeGiB: 1536, memoryReservationMiB: 16_384 },
      "history-expired": { ...SEPOLIA, minimumVolumeSizeGiB: 350, volumeSizeGiB: 600, memoryReservationMiB: 16_384 },
      archive: { ...SEPOLIA, minimumVolumeSizeGiB: 1300, volumeSizeGiB: 2048, memoryReservationMiB: 16_384 },
    },
    hoodi: {
      full: { ...HOODI, minimumVolumeSizeGiB: 150, volumeSizeGiB: 300, memoryReservationMiB: 8192 },
      "history-expired": { ...HOODI, minimumVolumeSizeGiB: 100, volumeSizeGiB: 200, memoryReservationMiB: 8192 },
      archive: { ...HOODI, minimumVolumeSizeGiB: 200, volumeSizeGiB: 400, memoryReservationMiB: 8192 },
    },
  },
  command: (chain, paths, options) => [
    `--chain=${chain}`,
    `--datadir=${paths.dataDirectory}`,
    `--prune.mode=${PRUNE_MODES[options.nodeType]}`,
    `--port=${options.peerPort("p2p")}`,
    `--torrent.port=${options.peerPort("torrent")}`,
    // Seeding snapshots is paid traffic on AWS; the default is 16mb.
    "--torrent.upload.rate=1mb",
    `--nat=extip:${options.p2pAddress}`,
    "--http",
    "--http.addr=0.0.0.0",
    `--http.port=${options.rpcPort}`,
    `--http.vhosts=localhost,${options.rpcHosts()}`,
    // Holds for the websocket too; there is no flag of its own for its APIs, address or origins.
    `--http.api=${options.rpcApis.join(",")}`,
    ...(options.corsOrigins === undefined ? [] : [`--http.corsdomain=${options.corsOrigins}`]),
    "--ws",
    `--ws.port=${options.wsPort}`,
    "--ws.max.connections=200",
    "--rpc.gascap=50000000",
    "--rpc.evmtimeout=10s",
    "--rpc.batch.limit=100",
    "--rpc.returndata.limit=1000000",
    "--rpc.blockrange.limit=10000",
    "--rpc.logs.maxresults=20000",
    "--mcp.disable",
    "--log.dir.disable",
    ...(options.servesEngineApi
      ? [
          "--externalcl",
          "--authrpc.addr=0.0.0.0",
          `--authrpc.port=${options.engineApi.port}`,
          `--authrpc.jwtsecret=${paths.jwtSecretFile}`,
          `--authrpc.vhosts=localhost,${options.engineApi.host}`,
        ]
      : [
          `--caplin.discovery.port=${options.peerPort("caplin-discovery")}`,
          `--caplin.discovery.tcpport=${options.peerPort("caplin")}`,
          `--caplin.nat=extip:${options.p2pAddress}`,
          `--caplin.checkpoint-sync-url=${options.checkpointUrl}`,
          "--beacon.api=beacon,config,events,node",
          "--beacon.api.addr=0.0.0.0",
          `--beacon.api.port=${BEACON_API_PORT}`,
        ]),
  ],
  firstSync: "12-13 h (aws-blockchain-node-runners)",
  builtInConsensus: {
    peerPorts: [
      { name: "caplin-discovery", port: 4000, protocols: ["udp"] },
      { name: "caplin", port: 4001, protocols: ["tcp"] },
    ],
    restPort: BEACON_API_PORT,
    memoryReservationMiB: 4096,
  },
};
