/**
 * Public beacon APIs, run by different people, from which a consensus client may begin, by chain. Such names die: the host
 * leaves out those that do not answer. From eth-clients/checkpoint-sync-endpoints, and seen in use in July and August 2026.
 */
export const defaultCheckpointUrls: Readonly<Record<string, readonly string[]>> = {
  mainnet: [
    "https://beaconstate.ethstaker.cc",
    "https://mainnet.checkpoint.sigp.io",
    "https://sync-mainnet.beaconcha.in",
    "https://mainnet-checkpoint-sync.attestant.io",
  ],
  sepolia: ["https://checkpoint-sync.sepolia.ethpandaops.io", "https://beaconstate-sepolia.chainsafe.io"],
  hoodi: [
    "https://hoodi.checkpoint.sigp.io",
    "https://checkpoint-sync.hoodi.ethpandaops.io",
    "https://hoodi-checkpoint-sync.attestant.io",
    "https://hoodi.beaconstate.ethstaker.cc",
  ],
};
