/**
 * Part of the chain volume for a consensus client, in GiB, by chain. The same for every client: another one must not change
 * the volume, which could not even shrink.
 */
export const CONSENSUS_VOLUME_SIZE_GIB: Readonly<Record<string, number>> = {
  mainnet: 200,
  sepolia: 120,
  hoodi: 150,
};
