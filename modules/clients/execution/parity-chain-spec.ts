import { isObject, type JsonObject, misspelt } from "../json-object";

interface Fields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const fields = (required: string, optional = ""): Fields => ({
  required: required.split(" "),
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
    fieldsRule(spec.genesis, "genesis", GENESIS)
  );
}

function engineRule(engine: unknown): string | undefined {
  const [name, ...others] = isObject(engine) ? Object.keys(engine) : [];
  if (name === undefined || others.length > 0 || !Object.hasOwn(ENGINES, name)) {
    return `have one engine of ${Object.keys(ENGINES).join(", ")}`;
  }
  const known = ENGINES[name];
  const { params } = ((engine as JsonObject)[name] ?? {}) as JsonObject;
  return known === undefined ? undefined : fieldsRule(params, `engine.${name}.params`, known);
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
  return missing === undefined ? undefined : `have the field ${path(missing)}`;
}
