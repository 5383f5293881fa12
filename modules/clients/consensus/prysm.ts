import type { ConsensusProfile } from "../consensus-profile";

/** Prysm, a consensus client in Go; only its beacon node is run. */
export const prysm: ConsensusProfile = {
  name: "prysm",
  image: "gcr.io/offchainlabs/prysm/beacon-chain",
  version: "v7.1.8",
  program: "/beacon-chain",
  architectures: ["arm64", "x86_64"],
  stopTimeoutSeconds: 60,
  peerPorts: [
    { name: "p2p", port: 13000, protocols: ["tcp", "udp"] },
    { name: "discovery", port: 12000, protocols: ["udp"] },
  ],
  // OffchainLabs/prysm v7: beacon-chain/p2p/utils.go (the key); the sequence of its record is in the database, or in memory.
  networkIdentityFiles: ["network-keys", "metaData"],
  flagsSource:
    "OffchainLabs/prysm v7.1.6 (1fc46453cf9d, 2026-06-30): cmd/beacon-chain/main.go, cmd/flags.go, " +
    "cmd/beacon-chain/flags/base.go, config/features; and the changelog up to v7.1.8",
  restPort: 3500,
  chains: {
    mainnet: { memoryReservationMiB: 8_192 },
    sepolia: { memoryReservationMiB: 4_096 },
    hoodi: { memoryReservationMiB: 5_120 },
  },
  command: (chain, paths, options) => [
    // The terms are accepted here, since there is no terminal to ask at.
    "--accept-terms-of-use",
    `--${chain}`,
    `--datadir=${paths.dataDirectory}`,
    `--execution-endpoint=${options.engineApiUrl}`,
    `--jwt-secret=${paths.jwtSecretFile}`,
    // Serves the genesis state of a test network too; an existing database ignores it.
    `--checkpoint-sync-url=${options.checkpointUrl}`,
    `--p2p-tcp-port=${options.peerPort("p2p")}`,
    `--p2p-quic-port=${options.peerPort("p2p")}`,
    `--p2p-udp-port=${options.peerPort("discovery")}`,
    `--p2p-host-ip=${options.p2pAddress}`,
    "--p2p-static-id",
    "--http-host=0.0.0.0",
    `--http-port=${options.restPort}`,
    "--rpc-host=127.0.0.1",
    // Without it blocks are kept for ever and the disk fills.
    "--beacon-db-pruning",
    "--disable-monitoring",
    "--disable-log-colors",
    "--disable-ephemeral-log-file",
  ],
};
