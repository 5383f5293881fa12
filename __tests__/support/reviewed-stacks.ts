import { synthesizeWithMetadata, type TerraformJson } from "./synthesize";

/** A synthesized stack, and what its variables hold beside their defaults. */
export interface ReviewedStack {
  readonly stack: TerraformJson;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Variant {
  readonly settings: NodeJS.ProcessEnv;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/01234567-89ab-4def-8123-456789abcdef";

/** So different that between them every resource that can exist does. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  "mainnet-parity": { settings: {} },
  "private fleet of geth": {
    settings: {
      ETHNODE_CLIENT: "geth",
      ETHNODE_NODE_COUNT: "2",
      ETHNODE_ELASTIC_IP: "true",
      ETHNODE_DNS_ZONE: "private",
      ETHNODE_RECYCLE_BIN_DAYS: "30",
    },
    variables: { chain_volume_kms_key_arn: KEY },
  },
  "geth and lighthouse, state in S3": {
    settings: { ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_CLIENT: "lighthouse", ETHNODE_STATE_BUCKET: "my-state" },
  },
  "erigon alone": {
    settings: { ETHNODE_CLIENT: "erigon", ETHNODE_CONSENSUS_CLIENT: "built-in", ETHNODE_CHAIN: "sepolia" },
  },
  "geth on its dev chain": { settings: { ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev" } },
  "everything on": {
    settings: {
      ETHNODE_CLIENT: "nethermind",
      ETHNODE_CONSENSUS_CLIENT: "teku",
      ETHNODE_ARCHITECTURE: "x86_64",
      ETHNODE_NODE_TYPE: "archive",
      ETHNODE_NODE_NAMES: "a,b,c",
      ETHNODE_ELASTIC_IP: "true",
      ETHNODE_RECYCLE_BIN_DAYS: "365",
      ETHNODE_RPC_APIS: "eth,net,web3,debug",
      ETHNODE_DANGEROUS_RPC_APIS: "debug",
      ETHNODE_CONSENSUS_IMAGE: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/teku:1",
      ETHNODE_STATE_BUCKET: "my-state",
    },
    variables: {
      key_name: "ops",
      ssh_cidrs: ["192.0.2.0/24"],
      alarm_email: "ops@example.org",
      chain_volume_kms_key_arn: KEY,
      chain_volume_type: "io2",
      chain_volume_iops: 10_000,
    },
  },
};

/** The stack of the delivery, as little and as much as it can hold. */
const DELIVERIES: Readonly<Record<string, NodeJS.ProcessEnv>> = {
  delivery: {},
  "delivery from GitLab that may end all": {
    ETHNODE_CI_PLATFORM: "gitlab",
    ETHNODE_CI_PROVIDER_EXISTS: "true",
    ETHNODE_PROTECT_CHAIN_DISK: "false",
    ETHNODE_RECYCLE_BIN_DAYS: "30",
    ETHNODE_STATE_KMS_KEY_ARN: KEY,
  },
};

/** The stacks that linters look at, by name: that of the state, that of the delivery, and that of the nodes in each variant. */
export function reviewedStacks(): Record<string, ReviewedStack> {
  const { state } = synthesizeWithMetadata({});
  const deliveries = Object.entries(DELIVERIES).map(([name, settings]) => {
    const repository = { ETHNODE_REPOSITORY: "acme/ethereum", ETHNODE_STATE_BUCKET: "my-state" };
    const { delivery } = synthesizeWithMetadata({ ...repository, ...settings });
    return [name, { stack: delivery as TerraformJson, variables: {} }];
  });
  const nodes = Object.entries(VARIANTS).map(([name, { settings, variables = {} }]) => [
    name,
    { stack: synthesizeWithMetadata(settings).node, variables },
  ]);
  return {
    state: { stack: state, variables: {} },
    ...Object.fromEntries(deliveries),
    ...Object.fromEntries(nodes),
  };
}
