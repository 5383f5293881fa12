import { BEFORE_SHANGHAI } from "../../support/chain-specs";

/** A chain that is post-Merge from its first block on. */
export const PRIVATE_GENESIS = {
  config: {
    chainId: 424_242,
    ...BEFORE_SHANGHAI,
    shanghaiTime: 0,
    cancunTime: 0,
    terminalTotalDifficulty: 0,
    blobSchedule: { cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 } },
  },
  difficulty: "0x0",
  gasLimit: "0x1c9c380",
  timestamp: "0x0",
  alloc: {},
};
