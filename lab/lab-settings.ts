import path from "node:path";

/** Region of the local AWS. */
export const REGION = process.env.ETHNODE_REGION || "eu-central-1";

/** Port of the local AWS where LAB_PORT does not say otherwise. */
export const DEFAULT_PORT = 4566;

/** The stack of the node, and the values of its variables. */
export const NODE_STACK = "mainnet-parity";
export const VAR_FILE = path.join(__dirname, "lab.tfvars");

/** The stack of the remote state's bucket, and that bucket's name where Terraform cannot make it. */
export const STATE_STACK = "state";
export const STATE_BUCKET = "ethnode-lab-state";

/** What makes the product small enough for a laptop. Each can be overridden by the environment, as everywhere. */
export const LAB_SETTINGS = {
  ETHNODE_CLIENT: "geth",
  ETHNODE_CHAIN: "dev",
  ETHNODE_ARCHITECTURE: "x86_64",
  ETHNODE_REGION: REGION,
} as const;
