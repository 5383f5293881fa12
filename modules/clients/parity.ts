import type { ClientProfile } from "./client-profile";

const DATA_DIRECTORY = "/data/parity";
const PRE_MERGE =
  "Parity's last release, OpenEthereum 3.3.5, cannot pass the Merge: on mainnet it stops at block 15537393. " +
  "Choose client geth, together with a consensus client, to follow the chain today";

/** Parity, in its last release: OpenEthereum 3.3.5. */
export const parity: ClientProfile = {
  name: "parity",
  baseImage: "openethereum/openethereum:v3.3.5",
  dataDirectory: DATA_DIRECTORY,
  stopTimeoutSeconds: 300,
  p2pPort: 30303,
  rpcPort: 8545,
  wsPort: 8546,
  chains: {
    mainnet: {
      minimumVolumeSizeGiB: 500,
      volumeSizeGiB: 1000,
      instanceType: "m7i.xlarge",
      minimumFreeMiB: 10_240,
      memoryReservationMiB: 2_048,
    },
    dev: {
      minimumVolumeSizeGiB: 1,
      volumeSizeGiB: 8,
      instanceType: "t3.small",
      minimumFreeMiB: 256,
      memoryReservationMiB: 256,
    },
  },
  warnings: { mainnet: PRE_MERGE },
  commandLine: (chain) => [
    "--config=/opt/ethereum-node/clients/parity/config.toml",
    `--chain=${chain}`,
    `--base-path=${DATA_DIRECTORY}`,
  ],
};
