import { bareNumber, hexText, type Kind, kindsRule, quantity, trueOrFalse } from "../json-fields";
import { isObject, type JsonObject, misspelt } from "../json-object";
import { gethForksRule } from "./geth-forks";

const BLOCK = bareNumber(Number.NEGATIVE_INFINITY);
const TIME = bareNumber(0);
const BYTES = hexText("0x and an even number of hex digits", /^(0x([0-9a-f]{2})*)?$/i);
const hash = (bytes: number) =>
  hexText(`0x and ${2 * bytes} hex digits`, new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`, "i"));
const OBJECT: Kind = { words: "an object", fits: isObject };

// Geth's names of the fields, in lower case, since it minds none: core/gen_genesis.go of v1.17.
const FIELDS: Readonly<Record<string, Kind>> = {
  config: OBJECT,
  nonce: quantity(64),
  timestamp: quantity(64),
  extradata: BYTES,
  gaslimit: quantity(64),
  difficulty: quantity(256),
  mixhash: hash(32),
  coinbase: hash(20),
  alloc: OBJECT,
  number: { words: "0", fits: quantity(0).fits },
  gasused: quantity(64),
  parenthash: hash(32),
  basefeepergas: quantity(256),
  excessblobgas: quantity(64),
  blobgasused: quantity(64),
  slotnumber: TIME,
};
const REQUIRED = ["config", "gasLimit", "difficulty", "alloc"];
// params/config.go. Those that it reads as a fork's block or time end so.
const CONFIG: Readonly<Record<string, Kind>> = {
  chainid: BLOCK,
  terminaltotaldifficulty: BLOCK,
  daoforksupport: trueOrFalse,
  depositcontractaddress: hash(20),
  enableubtatgenesis: trueOrFalse,
  ethash: OBJECT,
  clique: OBJECT,
  blobschedule: OBJECT,
};
const FORK_BLOCK =
  /^(homestead|daofork|eip150|eip155|eip158|byzantium|constantinople|petersburg|istanbul|muirglacier|berlin|london|arrowglacier|grayglacier|mergenetsplit)block$/;
const FORK_TIME = /^(shanghai|cancun|prague|osaka|bpo[1-5]|amsterdam|bogota|ubt)time$/;
// core/types/gen_account.go.
const ADDRESS = /^(0x)?[0-9a-f]{40}$/i;
const STORAGE_WORD = hexText("at most 64 hex digits, an even number,", /^(0x)?([0-9a-fA-F]{2}){0,32}$/);
const ACCOUNT: Readonly<Record<string, Kind>> = {
  balance: quantity(256),
  nonce: quantity(64),
  code: BYTES,
  storage: OBJECT,
};
/** core/genesis.go, Commit: 32 bytes at will, one address at least, and room for a signature. */
const SHORTEST_CLIQUE_EXTRA_DATA = 2 + 2 * (32 + 65);

/** Why geth would not start with this genesis, after "must"; undefined where it would. */
export function gethGenesisRule(genesis: unknown): string | undefined {
  if (!isObject(genesis)) {
    return "hold geth's genesis, a JSON object";
  }
  const fields = inLowerCase(genesis);
  if (("engine" in genesis || "accounts" in genesis) && !("config" in fields && "alloc" in fields)) {
    return "hold geth's genesis, not Parity's chain specification, which this is";
  }
  for (const field of REQUIRED.filter((name) => (fields[name.toLowerCase()] ?? null) === null)) {
    const instead = misspelt(field, Object.keys(genesis), Object.keys(FIELDS));
    return `have the field ${field}${instead === undefined ? "" : `, for which ${instead} may be a misspelling`}`;
  }
  return (
    kindsRule(fields, "", FIELDS, originalNames(genesis)) ?? configRule(fields) ?? allocRule(fields.alloc as JsonObject)
  );
}

function configRule({ excessblobgas, extradata, timestamp, ...fields }: JsonObject): string | undefined {
  const given = fields.config as JsonObject;
  const config = inLowerCase(given);
  // eth/ethconfig/config.go: CreateConsensusEngine.
  if ((config.terminaltotaldifficulty ?? null) === null) {
    const kind = ["clique", "ethash"].find((engine) => engine in config);
    return (
      `have config.terminalTotalDifficulty, as geth runs only chains past the Merge since 1.14` +
      (kind === undefined ? "" : `, and no ${kind === "clique" ? "Clique" : "Ethash"} chain any more`)
    );
  }
  if ((config.chainid ?? null) === null) {
    return "have config.chainId";
  }
  if (isObject(config.clique) && String(extradata ?? "").length < SHORTEST_CLIQUE_EXTRA_DATA) {
    return "name its signers in extraData, as its config has clique: 0x, 64 hex digits, their addresses and 130 zeros";
  }
  return (
    kindsRule(config, "config.", { ...CONFIG, ...kindsOfForks(config) }, originalNames(given)) ??
    gethForksRule(config, Number(timestamp ?? 0), (excessblobgas ?? null) !== null)
  );
}

function kindsOfForks(config: JsonObject): Record<string, Kind> {
  return Object.fromEntries(
    Object.keys(config).flatMap((name) => {
      const kind = FORK_BLOCK.test(name) ? BLOCK : FORK_TIME.test(name) ? TIME : undefined;
      return kind === undefined ? [] : [[name, kind] as const];
    }),
  );
}

function allocRule(alloc: JsonObject): string | undefined {
  for (const [address, account] of Object.entries(alloc)) {
    const at = `alloc.${address}`;
    if (!ADDRESS.test(address)) {
      return `have addresses of 40 hex digits as the names in alloc, and ${address} is none`;
    }
    if (!isObject(account)) {
      return `have an object as its ${at}`;
    }
    const fields = inLowerCase(account);
    if ((fields.balance ?? null) === null) {
      return `have the field ${at}.balance`;
    }
    const storage = (fields.storage ?? {}) as JsonObject;
    const rule =
      kindsRule(fields, `${at}.`, ACCOUNT) ??
      Object.entries(storage)
        .flat()
        .map((word) => (STORAGE_WORD.fits(word) ? undefined : `have ${STORAGE_WORD.words} in ${at}.storage`))
        .find((broken) => broken !== undefined);
    if (rule !== undefined) {
      return rule;
    }
  }
  return undefined;
}

function inLowerCase(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]));
}

/** As the file has them, by the name in lower case. */
function originalNames(object: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(object).map((name) => [name.toLowerCase(), name]));
}
