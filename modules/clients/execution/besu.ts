import type { ExecutionProfile } from "../execution-profile";
import { machines } from "../machines";

const MAINNET = {
  volumeIops: 8_000,
  volumeThroughputMiBps: 298,
  instanceType: machines.large,
  memoryReservationMiB: 24_576,
};
const TESTNET = {
  volumeIops: 5_000,
  volumeThroughputMiBps: 149,
  instanceType: machines.medium,
  memoryReservationMiB: 14_336,
};

/** Besu: an execution client in Java, whose snap sync leaves out blocks before the Merge and cannot be told not to. */
export const besu: ExecutionProfile = {
  name: "besu",
  image: "hyperledger/besu",
  version: "26.7.1",
  program: "/opt/besu/bin/besu",
  architectures: ["arm64", "x86_64"],
  // RocksDB, Netty and JNA (below the home, which is /tmp) unpack libraries; BESU_PID_PATH of its image is there too.
  temporaryDirectory: { sizeMiB: 256, holdsPrograms: true },
  // Without it the JVM takes a quarter of the instance's memory; 8 GiB is what Besu advises from 24 GiB upwards.
  environment: () => ({ BESU_OPTS: "-Xmx8g" }),
  stopTimeoutSeconds: 300,
  peerPorts: [{ name: "p2p", port: 30303, protocols: ["tcp", "udp"] }],
  // Besu's documentation of node keys, and KeyPairUtil.getDefaultKeyFile; its node record is kept in the database, by key.
  networkIdentityFiles: ["key"],
  databases: ["database"],
  // Its command line is the same for both.
  nodeTypeMayFollow: { full: ["history-expired"], "history-expired": ["full"] },
  flagsSource:
    "besu-eth/besu 26.7.1 (49026aaf05): app/src/main/java/org/hyperledger/besu/cli/{BesuCommand.java,options}",
  rpcPort: 8545,
  wsPort: 8546,
  hasEngineApi: true,
  apis: ["eth", "net", "web3", "txpool", "trace", "debug"],
  apiWarnings: {
    trace:
      "Besu's trace methods answer an empty list, as if there were no traces, for blocks older than the last 512, of whose " +
      "state it keeps nothing; an archive is geth's, nethermind's, reth's or erigon's",
  },
  defaultNodeType: "history-expired",
  chains: {
    mainnet: { "history-expired": { ...MAINNET, minimumVolumeSizeGiB: 1_536, volumeSizeGiB: 2_304 } },
    sepolia: { "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 700, volumeSizeGiB: 1_024 } },
    // Hoodi began after the Merge: nothing is left out.
    hoodi: {
      full: { ...TESTNET, minimumVolumeSizeGiB: 350, volumeSizeGiB: 600 },
      "history-expired": { ...TESTNET, minimumVolumeSizeGiB: 350, volumeSizeGiB: 600 },
    },
  },
  firstSync: "12-16 h (Besu's documentation)",
  command: (chain, paths, options) => [
    `--network=${chain}`,
    `--data-path=${paths.dataDirectory}`,
    "--sync-mode=SNAP",
    "--data-storage-format=BONSAI",
    // Off by default; without it no transaction older than the first sync is found by its hash.
    "--snapsync-synchronizer-transaction-indexing-enabled=true",
    "--logging=INFO",
    "--color-enabled=false",
    `--p2p-host=${options.p2pAddress}`,
    `--p2p-port=${options.peerPort("p2p")}`,
    // The default detects Docker and announces the address of the bridge instead.
    "--nat-method=NONE",
    "--rpc-http-enabled=true",
    "--rpc-http-host=0.0.0.0",
    `--rpc-http-port=${options.rpcPort}`,
    `--rpc-http-api=${options.rpcApis.join(",").toUpperCase()}`,
    // Counts for the engine API as well, as does the length of a request: hence no limit of ours on that.
    "--rpc-http-max-active-connections=512",
    "--rpc-http-max-batch-size=100",
    // The websocket has no such flag: its Host header is all that is looked at.
    ...(options.corsOrigins === undefined ? [] : [`--rpc-http-cors-origins=${options.corsOrigins}`]),
    "--rpc-ws-enabled=true",
    "--rpc-ws-host=0.0.0.0",
    `--rpc-ws-port=${options.wsPort}`,
    `--rpc-ws-api=${options.rpcApis.join(",").toUpperCase()}`,
    "--rpc-ws-max-active-connections=512",
    "--rpc-ws-max-active-subscriptions=10000",
    `--host-allowlist=localhost,127.0.0.1,${options.rpcHosts()}`,
    "--rpc-gas-cap=50000000",
    "--rpc-max-logs-range=5000",
    "--rpc-max-trace-filter-range=1000",
    "--rpc-max-active-filters=1000",
    // The engine API of a public chain cannot be switched off; nothing publishes its port.
    `--engine-rpc-port=${options.engineApi.port}`,
    `--engine-host-allowlist=${options.engineApi.host},localhost,127.0.0.1`,
    ...(options.servesEngineApi ? ["--engine-rpc-enabled=true", `--engine-jwt-secret=${paths.jwtSecretFile}`] : []),
  ],
};
