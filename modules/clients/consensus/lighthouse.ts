import type { ConsensusProfile } from "../consensus-profile";

/** Lighthouse, a consensus client in Rust; only its beacon node is run. */
export const lighthouse: ConsensusProfile = {
  name: "lighthouse",
  image: "sigp/lighthouse",
  version: "v8.2.1",
  program: "/usr/local/bin/lighthouse",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 60,
  peerPorts: [
    { name: "p2p", port: 9000, protocols: ["tcp", "udp"] },
    { name: "quic", port: 9001, protocols: ["udp"] },
  ],
  // sigp/lighthouse: lighthouse_network/src (NETWORK_KEY_FILENAME, METADATA_FILENAME), discovery/enr.rs.
  networkIdentityFiles: ["beacon/network/key", "beacon/network/enr.dat", "beacon/network/metadata"],
  flagsSource:
    "sigp/lighthouse v8.2.0 (120c3c6dac9d, 2026-06-22): lighthouse/src/main.rs, beacon_node/src/cli.rs; " +
    "the tag v8.2.1 was not to be had",
  restPort: 5052,
  chains: {
    mainnet: { memoryReservationMiB: 8192 },
    sepolia: { memoryReservationMiB: 4096 },
    hoodi: { memoryReservationMiB: 5120 },
  },
  command: (chain, paths, options) => [
    "beacon_node",
    `--network=${chain}`,
    `--datadir=${paths.dataDirectory}`,
    `--execution-endpoint=${options.engineApiUrl}`,
    `--execution-jwt=${paths.jwtSecretFile}`,
    // On a database that exists it is ignored; on an empty one the start fails without it, as it should.
    `--checkpoint-sync-url=${options.checkpointUrl}`,
    "--listen-address=0.0.0.0",
    `--port=${options.peerPort("p2p")}`,
    `--discovery-port=${options.peerPort("p2p")}`,
    `--quic-port=${options.peerPort("quic")}`,
    `--enr-address=${options.p2pAddress}`,
    `--enr-tcp-port=${options.peerPort("p2p")}`,
    `--enr-udp-port=${options.peerPort("p2p")}`,
    `--enr-quic-port=${options.peerPort("quic")}`,
    // Peers would otherwise vote the announced address away.
    "--disable-enr-auto-update",
    "--disable-upnp",
    "--http",
    "--http-address=0.0.0.0",
    `--http-port=${options.restPort}`,
    "--log-color=false",
    // Zero turns the log files off, those of libp2p and discv5 too.
    "--logfile-max-number=0",
  ],
};
