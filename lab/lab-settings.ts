import path from "node:path";

/** Region of the local AWS. */
export const REGION = process.env.ETHNODE_REGION || "eu-central-1";

/** Port of the local AWS where LAB_PORT does not say otherwise. */
export const DEFAULT_PORT = 4566;

export { NODE_STACK, STATE_STACK } from "../stacks/stack-ids";

/** Values of the node stack's variables. */
export const VAR_FILE = path.join(__dirname, "lab.tfvars");

/** Name of the bucket of the remote state where Terraform cannot make it. */
export const STATE_BUCKET = "ethnode-lab-state";

/** What makes the product small enough for a laptop. Each can be overridden by the environment, as everywhere. */
export const LAB_SETTINGS = {
  ETHNODE_CLIENT: "geth",
  ETHNODE_CHAIN: "dev",
  ETHNODE_ARCHITECTURE: "x86_64",
  ETHNODE_REGION: REGION,
} as const;
