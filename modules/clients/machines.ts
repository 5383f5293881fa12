import type { ExecutionSizing } from "./execution-profile";

/** Nitro instance types for clients, the same size of both architectures. */
export const machines = {
  /** 2 vCPU, 2 GiB. */
  small: { arm64: "t4g.small", x86_64: "t3.small" },
  /** 2 vCPU, 4 GiB. */
  modest: { arm64: "t4g.medium", x86_64: "t3.medium" },
  /** 4 vCPU, 32 GiB. */
  medium: { arm64: "r8g.xlarge", x86_64: "r7i.xlarge" },
  /** 8 vCPU, 64 GiB: what aws-blockchain-node-runners takes for mainnet. */
  large: { arm64: "r8g.2xlarge", x86_64: "r7i.2xlarge" },
  /** 16 vCPU, 128 GiB. */
  huge: { arm64: "r8g.4xlarge", x86_64: "r7i.4xlarge" },
} as const;

/** Enough for a chain that begins with the node: `dev` and `private`. */
export const newChain: ExecutionSizing = {
  minimumVolumeSizeGiB: 1,
  volumeSizeGiB: 8,
  volumeIops: 3_000,
  volumeThroughputMiBps: 125,
  instanceType: machines.small,
  minimumFreeMiB: 256,
  memoryReservationMiB: 256,
};
