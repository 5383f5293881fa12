import { hexText, type Kind, kindsRule, quantity, trueOrFalse } from "../json-fields";
import { isObject, type JsonObject, misspelt } from "../json-object";

interface Fields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const fields = (required: string, optional = ""): Fields => ({
  required: required === "" ? [] : required.split(" "),
  optional: optional === "" ? [] : optional.split(/\s+/),
});

// OpenEthereum v3.3.5 refuses every other field: crates/ethjson/src/spec.
const SPEC = fields("name engine params genesis accounts", "dataDir nodes");
const GENESIS = fields(
  "seal difficulty gasLimit",
  "author timestamp parentHash transactionsRoot receiptsRoot stateRoot gasUsed extraData baseFeePerGas",
);
const PARAMS = fields(
  "maximumExtraDataSize minGasLimit networkID gasLimitBoundDivisor",
  `accountStartNonce chainID subprotocolName forkBlock forkCanonHash eip150Transition eip160Transition eip161abcTransition
  eip161dTransition eip98Transition eip155Transition validateChainIdTransition validateReceiptsTransition eip140Transition
  eip210Transition eip210ContractAddress eip210ContractCode eip210ContractGas eip211Transition eip145Transition eip214Transition
  eip658Transition eip1052Transition eip1283Transition eip1283DisableTransition eip1283ReenableTransition eip1014Transition
  eip1706Transition eip1344Transition eip1884Transition eip2028Transition eip2315Transition eip2929Transition eip2930Transition
  eip1559Transition eip3198Transition eip3529Transition eip3541Transition eip3607Transition dustProtectionTransition
  nonceCapIncrement removeDustContracts registrar applyReward nodePermissionContract maxCodeSize maxTransactionSize
  maxCodeSizeTransition transactionPermissionContract transactionPermissionContractTransition wasmActivationTransition
  wasmDisableTransition kip4Transition kip6Transition eip1559BaseFeeMaxChangeDenominator eip1559ElasticityMultiplier
  eip1559BaseFeeInitialValue eip1559BaseFeeMinValue eip1559BaseFeeMinValueTransition eip1559FeeCollector
  eip1559FeeCollectorTransition validateServiceTransactionsTransition`,
);
const ENGINES: Readonly<Record<string, Fields | undefined>> = {
  Ethash: fields(
    "minimumDifficulty difficultyBoundDivisor",
    `difficultyIncrementDivisor metropolisDifficultyIncrementDivisor durationLimit homesteadTransition blockReward
    blockRewardContractTransition blockRewardContractAddress blockRewardContractCode daoHardforkTransition
    daoHardforkBeneficiary daoHardforkAccounts difficultyHardforkTransition difficultyHardforkBoundDivisor bombDefuseTransition
    eip100bTransition ecip1017EraRounds difficultyBombDelays expip2Transition expip2DurationLimit progpowTransition`,
  ),
  authorityRound: fields(
    "stepDuration validators",
    `startStep validateScoreTransition validateStepTransition immediateTransitions blockReward blockRewardContractTransition
    blockRewardContractAddress blockRewardContractTransitions blockRewardContractCode maximumUncleCountTransition
    maximumUncleCount emptyStepsTransition maximumEmptySteps strictEmptyStepsTransition twoThirdsMajorityTransition
    randomnessContractAddress blockGasLimitContractTransitions posdaoTransition rewriteBytecode`,
  ),
  basicAuthority: fields("durationLimit validators"),
  clique: undefined,
  instantSeal: undefined,
  null: undefined,
};

const ACCOUNT = fields("", "builtin balance nonce code storage constructor");
const BUILTIN = fields("name pricing", "activate_at");
const SEALS: Readonly<Record<string, Fields | undefined>> = {
  ethereum: fields("nonce mixHash"),
  authorityRound: fields("step signature"),
  tendermint: fields("round proposal precommits"),
  generic: undefined,
};
const VALIDATORS = ["list", "safeContract", "contract", "multi"];

const NUMBER = quantity(256);
const ABOVE_0: Kind = {
  words: `${NUMBER.words} above 0,`,
  fits: (value) => NUMBER.fits(value) && !quantity(0).fits(value),
};
const TEXT: Kind = { words: "a text", fits: (value) => typeof value === "string" };
/** Hash.rs reads "" and "0x" as 0. */
const hash = (bytes: number) =>
  hexText(`${2 * bytes} hex digits`, new RegExp(`^((0x)?[0-9a-f]{${2 * bytes}}|(0x)?)$`, "i"));
const ADDRESS = hash(20);
/** Of the fields that are no number; those that are made of others are looked at one by one. */
const KINDS: Readonly<Record<string, Kind | undefined>> = {
  ...kindOf(TEXT, "name dataDir subprotocolName extraData eip210ContractCode blockRewardContractCode code constructor"),
  ...kindOf(trueOrFalse, "removeDustContracts applyReward immediateTransitions"),
  ...kindOf(
    ADDRESS,
    `eip210ContractAddress registrar nodePermissionContract transactionPermissionContract eip1559FeeCollector author
    blockRewardContractAddress daoHardforkBeneficiary`,
  ),
  ...kindOf(hash(32), "forkCanonHash parentHash transactionsRoot receiptsRoot stateRoot mixHash"),
  ...kindOf(hash(8), "nonce"),
  ...kindOf(hash(65), "signature proposal"),
  ...kindOf(ABOVE_0, "gasLimitBoundDivisor gasLimit minimumDifficulty difficultyBoundDivisor"),
  ...kindOf(
    undefined,
    `engine params genesis accounts nodes seal stepDuration validators blockReward blockRewardContractTransitions rewriteBytecode
    randomnessContractAddress blockGasLimitContractTransitions difficultyBombDelays daoHardforkAccounts precommits builtin storage
    pricing`,
  ),
};

function kindOf(kind: Kind | undefined, names: string): Record<string, Kind | undefined> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, kind]));
}

/** Why Parity would not start with this chain specification, after "must"; undefined where it would. */
export function parityChainSpecRule(spec: unknown): string | undefined {
  if (!isObject(spec)) {
    return "hold Parity's chain specification, a JSON object";
  }
  if ("config" in spec || "alloc" in spec) {
    return "hold Parity's chain specification, not geth's genesis, which this is";
  }
  return (
    fieldsRule(spec, "", SPEC) ??
    engineRule(spec.engine) ??
    fieldsRule(spec.params, "params", PARAMS) ??
    fieldsRule(spec.genesis, "genesis", GENESIS) ??
    sealRule((spec.genesis as JsonObject).seal) ??
    accountsRule(spec.accounts) ??
    nodesRule(spec.nodes)
  );
}

function engineRule(engine: unknown): string | undefined {
  const [name, ...others] = isObject(engine) ? Object.keys(engine) : [];
  if (name === undefined || others.length > 0 || !Object.hasOwn(ENGINES, name)) {
    return `have one engine of ${Object.keys(ENGINES).join(", ")}`;
  }
  const known = ENGINES[name];
  if (known === undefined) {
    return undefined;
  }
  const at = `engine.${name}.params`;
  const { params } = ((engine as JsonObject)[name] ?? {}) as JsonObject;
  const rule = fieldsRule(params, at, known);
  const { validators } = (params ?? {}) as JsonObject;
  return rule ?? (validators === undefined ? undefined : validatorsRule(validators, `${at}.validators`));
}

function validatorsRule(validators: unknown, at: string): string | undefined {
  const [kind, ...others] = isObject(validators) ? Object.keys(validators) : [];
  if (kind === undefined || others.length > 0 || !VALIDATORS.includes(kind)) {
    return `have one of ${VALIDATORS.join(", ")} as its ${at}`;
  }
  const given = (validators as JsonObject)[kind];
  if (kind === "multi") {
    const parts = Object.entries(isObject(given) ? given : {});
    return parts.length === 0
      ? `have an object as its ${at}.multi`
      : parts.map(([block, part]) => validatorsRule(part, `${at}.multi.${block}`)).find((rule) => rule !== undefined);
  }
  const addresses = kind === "list" ? given : [given];
  return Array.isArray(addresses) && addresses.every(ADDRESS.fits)
    ? undefined
    : `have ${kind === "list" ? "a list of addresses" : "an address"} of 40 hex digits as its ${at}.${kind}`;
}

function sealRule(seal: unknown): string | undefined {
  const [kind, ...others] = isObject(seal) ? Object.keys(seal) : [];
  if (kind === undefined || others.length > 0 || !Object.hasOwn(SEALS, kind)) {
    return `have one of ${Object.keys(SEALS).join(", ")} as its genesis.seal`;
  }
  const known = SEALS[kind];
  return known === undefined ? undefined : fieldsRule((seal as JsonObject)[kind], `genesis.seal.${kind}`, known);
}

function accountsRule(accounts: unknown): string | undefined {
  if (!isObject(accounts)) {
    return "have an object as its accounts";
  }
  for (const [address, account] of Object.entries(accounts)) {
    const at = `accounts.${address}`;
    if (!ADDRESS.fits(address)) {
      return `have addresses of 40 hex digits as the names in accounts, and ${address} is none`;
    }
    // A nonce is a hash in a seal, and a number here.
    const { nonce, ...others } = (isObject(account) ? account : {}) as JsonObject;
    const { builtin } = others;
    const rule =
      fieldsRule(isObject(account) ? others : account, at, ACCOUNT) ??
      kindsRule({ nonce: nonce ?? null }, `${at}.`, { nonce: NUMBER }) ??
      ((builtin ?? null) === null ? undefined : fieldsRule(builtin, `${at}.builtin`, BUILTIN));
    if (rule !== undefined) {
      return rule;
    }
  }
  return undefined;
}

function nodesRule(nodes: unknown): string | undefined {
  return (nodes ?? null) === null || (Array.isArray(nodes) && nodes.every(TEXT.fits))
    ? undefined
    : "have a list of texts as its nodes";
}

function fieldsRule(value: unknown, at: string, { required, optional }: Fields): string | undefined {
  const path = (key: string) => (at === "" ? key : `${at}.${key}`);
  if (!isObject(value)) {
    return `have an object as its ${at}`;
  }
  const known = [...required, ...optional];
  const given = Object.keys(value);
  const missing = required.find((key) => !given.includes(key));
  const unknown = given.find((key) => !known.includes(key));
  const instead = missing === undefined ? undefined : misspelt(missing, given, known);
  if (instead !== undefined) {
    return `have the field ${path(missing as string)}, for which ${instead} may be a misspelling`;
  }
  if (unknown !== undefined) {
    const home = PARAMS.required.includes(unknown) && at.startsWith("engine") ? `: it belongs into params` : "";
    return `not have the field ${path(unknown)}, which OpenEthereum does not know${home}`;
  }
  if (missing !== undefined) {
    return `have the field ${path(missing)}`;
  }
  const kinds = known.flatMap((key): [string, Kind][] => {
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : NUMBER;
    return kind === undefined ? [] : [[key, kind]];
  });
  return kindsRule(value, at === "" ? "" : `${at}.`, Object.fromEntries(kinds));
}
