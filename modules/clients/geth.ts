import type { ClientProfile } from "./client-profile";

const DATA_DIRECTORY = "/data/geth";

/** Go Ethereum. On a proof-of-stake chain it follows a consensus client, which this project does not run yet. */
export const geth: ClientProfile = {
  name: "geth",
  baseImage: "ethereum/client-go:v1.17.5",
  dataDirectory: DATA_DIRECTORY,
  stopTimeoutSeconds: 300,
  p2pPort: 30303,
  rpcPort: 8545,
  wsPort: 8546,
  chains: {
    mainnet: {
      minimumVolumeSizeGiB: 1000,
      volumeSizeGiB: 2048,
      instanceType: "r7i.xlarge",
      minimumFreeMiB: 10_240,
      memoryReservationMiB: 8_192,
    },
    sepolia: {
      minimumVolumeSizeGiB: 400,
      volumeSizeGiB: 750,
      instanceType: "m7i.large",
      minimumFreeMiB: 10_240,
      memoryReservationMiB: 4_096,
    },
    hoodi: {
      minimumVolumeSizeGiB: 200,
      volumeSizeGiB: 400,
      instanceType: "m7i.large",
      minimumFreeMiB: 10_240,
      memoryReservationMiB: 4_096,
    },
    dev: {
      minimumVolumeSizeGiB: 1,
      volumeSizeGiB: 8,
      instanceType: "t3.small",
      minimumFreeMiB: 256,
      memoryReservationMiB: 256,
    },
  },
  warnings: {
    mainnet: "geth follows mainnet only together with a consensus client on its engine API (port 8551)",
    sepolia: "geth follows sepolia only together with a consensus client on its engine API (port 8551)",
    hoodi: "geth follows hoodi only together with a consensus client on its engine API (port 8551)",
  },
  commandLine: (chain) => [
    ...(chain === "dev" ? ["--dev", "--dev.period=1"] : [`--${chain}`]),
    `--datadir=${DATA_DIRECTORY}`,
    "--port=30303",
    "--http",
    "--http.addr=0.0.0.0",
    "--http.port=8545",
    "--http.api=eth,net,web3",
    "--ws",
    "--ws.addr=0.0.0.0",
    "--ws.port=8546",
    "--ws.api=eth,net,web3",
  ],
};
