import type { MonitorEnv } from "../../../modules/monitor-contract";

/** What a monitor on mainnet is told. */
export const ENVIRONMENT: MonitorEnv = {
  CHAIN: "mainnet",
  EXECUTION_URL: "http://geth:8545",
  CONSENSUS_URL: "http://lighthouse:5052/",
  REFERENCE_URL: "https://mainnet.example.org/v3/secret-key",
  FLEET_URLS: "http://node-0.mainnet.example.org:9600 http://node-1.mainnet.example.org:9600/",
  DATA_DIRECTORY: "/data",
  NODE_NAME_FILE: "/run/ethereum-node/node-name",
  RPC_HOSTS_FILE: "/run/ethereum-node/rpc-hosts",
  PLANNED_WORK_FILE: "/run/ethereum-node/planned-work",
  METRICS_NAMESPACE: "mainnet-parity",
  LISTEN_PORT: "9600",
  SERVED_PAGES: "ready metrics page",
};
