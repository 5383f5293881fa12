import type { ConsensusProfile } from "../consensus-profile";

/** Teku, the beacon node by Consensys, on the JVM. */
export const teku: ConsensusProfile = {
  name: "teku",
  image: "consensys/teku",
  version: "26.7.1",
  program: "/opt/teku/bin/teku",
  architectures: ["arm64", "x86_64"],
  // It waits up to 30 s for its event channels and another 35 s for its services and the database.
  stopTimeoutSeconds: 120,
  peerPorts: [
    { name: "p2p", port: 9000, protocols: ["tcp", "udp"] },
    { name: "quic", port: 9001, protocols: ["udp"] },
  ],
  // Consensys/teku of 2026: LibP2PPrivateKeyLoader, DiscV5Service, and the folder from BeaconChainController.
  networkIdentityFiles: ["beacon/kvstore/generated-node-key.dat", "beacon/kvstore/local-enr-seqno.dat"],
  flagsSource: "Consensys/teku 26.7.1: teku/src/main/java/tech/pegasys/teku/cli/options/*.java",
  // LevelDB, RocksDB, Netty, Snappy, blst and KZG unpack libraries; Vert.x keeps its cache there.
  temporaryDirectory: { sizeMiB: 256, holdsPrograms: true },
  // Without a bound the JVM takes a quarter of the host's memory; the start script has no flag for it.
  environment: (chain) => ({ JAVA_OPTS: chain === "mainnet" ? "-Xmx8g" : "-Xmx4g" }),
  restPort: 5051,
  chains: {
    mainnet: { memoryReservationMiB: 10_240 },
    sepolia: { memoryReservationMiB: 6_144 },
    hoodi: { memoryReservationMiB: 6_144 },
  },
  command: (chain, paths, options) => [
    `--network=${chain}`,
    `--data-base-path=${paths.dataDirectory}`,
    // Named, since the implicit mode depends on what a former run left on the disk.
    "--data-storage-mode=MINIMAL",
    `--checkpoint-sync-url=${options.checkpointUrl}`,
    `--ee-endpoint=${options.engineApiUrl}`,
    `--ee-jwt-secret-file=${paths.jwtSecretFile}`,
    "--p2p-interface=0.0.0.0",
    `--p2p-port=${options.peerPort("p2p")}`,
    `--p2p-udp-port=${options.peerPort("p2p")}`,
    `--p2p-quic-port=${options.peerPort("quic")}`,
    `--p2p-advertised-ip=${options.p2pAddress}`,
    `--p2p-advertised-port=${options.peerPort("p2p")}`,
    `--p2p-advertised-udp-port=${options.peerPort("p2p")}`,
    `--p2p-advertised-quic-port=${options.peerPort("quic")}`,
    "--p2p-nat-method=NONE",
    "--rest-api-enabled=true",
    "--rest-api-interface=0.0.0.0",
    `--rest-api-port=${options.restPort}`,
    // The default names only localhost; the host asks by the container's address.
    "--rest-api-host-allowlist=*",
    "--log-destination=CONSOLE",
    "--log-color-enabled=false",
  ],
};
