/** Chain specification of a private Aura chain, for Parity. */
export const AURA = {
  name: "Acme",
  engine: {
    authorityRound: {
      params: { stepDuration: "5", validators: { list: ["0x00bd138abd70e2f00903268f3db08f2d25677c9e"] } },
    },
  },
  params: {
    gasLimitBoundDivisor: "0x400",
    maximumExtraDataSize: "0x20",
    minGasLimit: "0x1388",
    networkID: "0x2323",
    eip155Transition: "0x0",
  },
  genesis: {
    seal: { authorityRound: { step: "0x0", signature: `0x${"0".repeat(130)}` } },
    difficulty: "0x20000",
    gasLimit: "0x5B8D80",
  },
  accounts: { "0x0000000000000000000000000000000000000001": { balance: "1" } },
};

/** Genesis of a private chain past the Merge, for geth. */
export const MERGED = {
  config: { chainId: 1515, terminalTotalDifficulty: 0 },
  difficulty: "0x0",
  gasLimit: "0x2fefd8",
  extradata: "0x",
  alloc: {},
};

/** All of geth's forks by block, from the first block on. */
export const BEFORE_SHANGHAI = Object.fromEntries(
  [
    "homestead",
    "eip150",
    "eip155",
    "eip158",
    "byzantium",
    "constantinople",
    "petersburg",
    "istanbul",
    "berlin",
    "london",
  ].map((fork) => [`${fork}Block`, 0]),
);
