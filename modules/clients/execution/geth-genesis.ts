import { isObject, misspelt } from "../json-object";

// Geth's names of the fields, in lower case, since it minds none: core/gen_genesis.go of v1.17.
const FIELDS = [
  "config",
  "nonce",
  "timestamp",
  "extraData",
  "gasLimit",
  "difficulty",
  "mixHash",
  "coinbase",
  "alloc",
  "number",
  "gasUsed",
  "parentHash",
  "baseFeePerGas",
  "excessBlobGas",
  "blobGasUsed",
  "slotNumber",
];
const REQUIRED = ["config", "gasLimit", "difficulty", "alloc"];

/** Why geth would not start with this genesis, after "must"; undefined where it would. */
export function gethGenesisRule(genesis: unknown): string | undefined {
  if (!isObject(genesis)) {
    return "hold geth's genesis, a JSON object";
  }
  if ("engine" in genesis || "accounts" in genesis) {
    return "hold geth's genesis, not Parity's chain specification, which this is";
  }
  const given = Object.keys(genesis).map((key) => key.toLowerCase());
  for (const field of REQUIRED.filter((name) => !given.includes(name.toLowerCase()))) {
    const instead = misspelt(field, Object.keys(genesis), FIELDS);
    return `have the field ${field}${instead === undefined ? "" : `, for which ${instead} may be a misspelling`}`;
  }
  const config = Object.entries(genesis).find(([key]) => key.toLowerCase() === "config")?.[1];
  if (!isObject(config)) {
    return "have an object as its config";
  }
  // eth/ethconfig/config.go: CreateConsensusEngine.
  if (!Object.keys(config).some((key) => key.toLowerCase() === "terminaltotaldifficulty")) {
    const kind = ["clique", "ethash"].find((engine) => engine in config);
    return (
      `have config.terminalTotalDifficulty, as geth runs only chains past the Merge since 1.14` +
      (kind === undefined ? "" : `, and no ${kind === "clique" ? "Clique" : "Ethash"} chain any more`)
    );
  }
  return undefined;
}
