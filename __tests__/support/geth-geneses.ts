import { BEFORE_SHANGHAI, MERGED } from "./chain-specs";

const ADDRESS = "00bd138abd70e2f00903268f3db08f2d25677c9e";
const BLOBS = { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 };
const CANCUN = { ...BEFORE_SHANGHAI, shanghaiTime: 0, cancunTime: 0, blobSchedule: { cancun: BLOBS } };

const withConfig = (config: object) => ({ ...MERGED, config: { ...MERGED.config, ...config } });
const withAccount = (account: unknown, address = ADDRESS) => ({ ...MERGED, alloc: { [address]: account } });
const without = (key: keyof typeof MERGED) => ({ ...MERGED, [key]: undefined });

/** Geneses with which geth starts. */
export const STARTING: readonly (readonly [what: string, genesis: object])[] = [
  ["nothing more than it must have", MERGED],
  ["numbers as texts, and as numbers", { ...MERGED, gasLimit: "8000000", difficulty: 1, timestamp: "", nonce: 66 }],
  ["a nonce as blocks have it", { ...MERGED, nonce: "0x0000000000000042", number: "0x00" }],
  ["null, which is as good as none", { ...withConfig({ clique: null, homesteadBlock: null }), coinbase: null }],
  [
    "unknown fields",
    {
      ...withConfig({ terminalTotalDifficultyPassed: true, fooBlock: "0", constructor: "me" }),
      accounts: {},
      engine: 1,
    },
  ],
  ["all forks to London", withConfig(BEFORE_SHANGHAI)],
  ["Cancun from the first block on", { ...withConfig(CANCUN), excessBlobGas: "0x0", blobGasUsed: "0x0" }],
  ["a fork to come", withConfig({ ...CANCUN, pragueTime: 4e9, blobSchedule: { cancun: BLOBS, prague: BLOBS } })],
  [
    "an account with all that it can have",
    withAccount({ balance: 1, nonce: "0x1", code: "0x60", storage: { "0x00": "01" } }),
  ],
  ["an address with 0x", withAccount({ balance: "", secretKey: "0x1" }, `0x${ADDRESS}`)],
  [
    "the signers of a Clique chain that merged",
    {
      ...withConfig({ ...BEFORE_SHANGHAI, clique: { period: 5, epoch: 30_000 } }),
      extradata: `0x${"00".repeat(32)}${ADDRESS}${"00".repeat(65)}`,
    },
  ],
];

/** Geneses with which geth ends, and what is said of them. */
export const ENDING: readonly (readonly [what: string, genesis: object, rule: string])[] = [
  ["no config", without("config"), "have the field config"],
  ["no gasLimit", without("gasLimit"), "have the field gasLimit"],
  ["no difficulty", without("difficulty"), "have the field difficulty"],
  ["no alloc", without("alloc"), "have the field alloc"],
  ["null for alloc", { ...MERGED, alloc: null }, "have the field alloc"],
  ["a list for alloc", { ...MERGED, alloc: [] }, "have an object as its alloc"],
  ["no chain id", { ...MERGED, config: { terminalTotalDifficulty: 0 } }, "have config.chainId"],
  ["no total difficulty of the Merge", { ...MERGED, config: { chainId: 1 } }, "have config.terminalTotalDifficulty"],
  ["null for it", withConfig({ terminalTotalDifficulty: null }), "have config.terminalTotalDifficulty"],
  ["a text for it", withConfig({ terminalTotalDifficulty: "0" }), "no text, as its config.terminalTotalDifficulty"],
  ["a text for the chain id", withConfig({ chainId: "0x5eb" }), "no text, as its config.chainId"],
  ["a text for a block", withConfig({ homesteadBlock: "0x0" }), "no text, as its config.homesteadBlock"],
  ["a time below 0", withConfig({ shanghaiTime: -1 }), "from 0 on, and no text, as its config.shanghaiTime"],
  ["a word for true", withConfig({ daoForkSupport: "true" }), "have true or false as its config.daoForkSupport"],
  ["a word for an engine", withConfig({ clique: "yes" }), "have an object as its config.clique"],
  [
    "a short contract",
    withConfig({ depositContractAddress: "0x12" }),
    "have 0x and 40 hex digits as its config.deposit",
  ],
  [
    "a fork left out",
    withConfig({ ...BEFORE_SHANGHAI, byzantiumBlock: undefined }),
    "have config.byzantiumBlock, without",
  ],
  ["no London before Shanghai", withConfig({ shanghaiTime: 0 }), "have config.londonBlock, without"],
  ["forks in no order", withConfig({ ...BEFORE_SHANGHAI, berlinBlock: 9 }), "have a config.londonBlock not before"],
  ["times in no order", withConfig({ ...CANCUN, shanghaiTime: 9 }), "have a config.cancunTime not before"],
  ["no blob schedule", withConfig({ ...CANCUN, blobSchedule: null }), "have config.blobSchedule.cancun, without which"],
  ["none of a fork", withConfig({ ...CANCUN, pragueTime: 0 }), "have config.blobSchedule.prague, without which"],
  [
    "half a blob schedule",
    withConfig({ ...BEFORE_SHANGHAI, blobSchedule: { cancun: { target: 3, max: 6 } } }),
    "as its config.blobSchedule.cancun",
  ],
  [
    "Prague from the first block on, and no Cancun",
    withConfig({ ...CANCUN, cancunTime: undefined, pragueTime: 0, blobSchedule: { prague: BLOBS } }),
    "have config.cancunTime, as a later fork holds",
  ],
  ["blob gas without Cancun", { ...MERGED, excessBlobGas: "0x0" }, "not have excessBlobGas"],
  ["Clique without signers", withConfig({ clique: { period: 5, epoch: 30_000 } }), "name its signers in extraData"],
  ["a word for a number", { ...MERGED, gasLimit: "8_000_000" }, "at most 64 bits"],
  ["more than 64 bits", { ...MERGED, gasLimit: "0x1ffffffffffffffff" }, "at most 64 bits"],
  ["hex digits without 0x", { ...MERGED, nonce: "000000000000004a" }, "as its nonce"],
  ["a date", { ...MERGED, timestamp: "2020-01-01" }, "as its timestamp"],
  ["another number than 0", { ...MERGED, number: "0x1" }, "have 0 as its number"],
  ["extra data without 0x", { ...MERGED, extradata: "0011" }, "an even number of hex digits as its extradata"],
  ["half a byte of extra data", { ...MERGED, extradata: "0x1" }, "an even number of hex digits as its extradata"],
  ["a short hash", { ...MERGED, mixHash: "0x0" }, "have 0x and 64 hex digits as its mixHash"],
  ["an address without 0x", { ...MERGED, coinbase: ADDRESS }, "have 0x and 40 hex digits as its coinbase"],
  ["a name for an address", withAccount({ balance: "1" }, "alice"), "and alice is none"],
  ["an account without balance", withAccount({ code: "0x60" }), `have the field alloc.${ADDRESS}.balance`],
  ["a text for an account", withAccount("1"), `have an object as its alloc.${ADDRESS}`],
  ["a balance with its unit", withAccount({ balance: "1 ether" }), `as its alloc.${ADDRESS}.balance`],
  ["code without 0x", withAccount({ balance: "1", code: "6001" }), `as its alloc.${ADDRESS}.code`],
  ["half a byte of storage", withAccount({ balance: "1", storage: { "0x0": "0x1" } }), `in alloc.${ADDRESS}.storage`],
];
