import type { ConsensusProfile } from "../consensus-profile";

/** Nimbus, the light-weight beacon node by Status. */
export const nimbus: ConsensusProfile = {
  name: "nimbus",
  image: "statusim/nimbus-eth2",
  version: "multiarch-v26.8.0",
  program: "/home/user/nimbus_beacon_node",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 60,
  peerPorts: [
    { name: "p2p", port: 9000, protocols: ["tcp", "udp"] },
    { name: "quic", port: 9001, protocols: ["udp"] },
  ],
  // As --netkey-file says; it keeps no record of its own.
  networkIdentityFiles: ["network-key.json"],
  flagsSource:
    "status-im/nimbus-eth2: beacon_chain/conf.nim of v24.12.0; later flags from v26.8.0's notes and 2026 usage",
  restPort: 5052,
  chains: {
    mainnet: { memoryReservationMiB: 4_096 },
    sepolia: { memoryReservationMiB: 2_048 },
    hoodi: { memoryReservationMiB: 4_096 },
  },
  command: (chain, paths, options) => [
    `--network=${chain}`,
    `--data-dir=${paths.dataDirectory}`,
    "--non-interactive=true",
    "--history=prune",
    `--el=${options.engineApiUrl}`,
    `--jwt-secret=${paths.jwtSecretFile}`,
    // By default each start makes a new peer identity; the key file wants a password, which nobody could type.
    `--netkey-file=${paths.dataDirectory}/network-key.json`,
    "--insecure-netkey-password=true",
    "--listen-address=0.0.0.0",
    `--tcp-port=${options.peerPort("p2p")}`,
    `--udp-port=${options.peerPort("p2p")}`,
    `--quic-port=${options.peerPort("quic")}`,
    `--nat=extip:${options.p2pAddress}`,
    "--rest=true",
    "--rest-address=0.0.0.0",
    `--rest-port=${options.restPort}`,
    "--status-bar=false",
    "--log-format=nocolors",
  ],
  // The node itself has no checkpoint flag; on a database with a head this run leaves at once.
  checkpointSyncCommand: (chain, paths, options) => [
    "trustedNodeSync",
    `--network=${chain}`,
    `--data-dir=${paths.dataDirectory}`,
    `--trusted-node-url=${options.checkpointUrl}`,
    // Third-party servers do not give blocks; the node fetches them from its peers.
    "--backfill=false",
    "--log-format=nocolors",
  ],
};
