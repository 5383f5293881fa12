import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gethGenesisRule } from "../../../modules/clients/execution/geth-genesis";
import { parityChainSpecRule } from "../../../modules/clients/execution/parity-chain-spec";
import { readJsonFile } from "../../../modules/clients/json-file";
import { AURA, MERGED } from "../../support/chain-specs";

const ETHASH = {
  ...AURA,
  engine: {
    Ethash: { params: { minimumDifficulty: "0x020000", difficultyBoundDivisor: "0x0800", blockReward: "0x0" } },
  },
};
/** As chains of Parity 1.x have it. */
const PARITY_1 = {
  ...AURA,
  engine: {
    Ethash: {
      params: { gasLimitBoundDivisor: "0x400", minimumDifficulty: "0x020000", difficultyBoundDivisor: "0x0800" },
    },
  },
  params: { maximumExtraDataSize: "0x20", minGasLimit: "0x1388", networkID: "0x11" },
};
const CLIQUE = { ...MERGED, config: { chainId: 8888, clique: { period: 5, epoch: 30_000 } } };
const ETHASH_GENESIS = { ...MERGED, config: { chainId: 1515, ethash: {} } };

describe("Parity's chain specification", () => {
  test.each([
    ["Aura", AURA],
    ["Ethash", ETHASH],
    ["Clique", { ...AURA, engine: { clique: { params: { period: 5, epoch: 30_000 } } } }],
    ["a chain that seals by itself", { ...AURA, engine: { instantSeal: null }, nodes: [], dataDir: "acme" }],
  ])("of %s is right", (_, spec) => {
    expect(parityChainSpecRule(spec)).toBeUndefined();
  });

  test.each([
    [{}, "have the field name"],
    [[], "hold Parity's chain specification, a JSON object"],
    [null, "hold Parity's chain specification, a JSON object"],
    [MERGED, "hold Parity's chain specification, not geth's genesis"],
    [
      PARITY_1,
      "not have the field engine.Ethash.params.gasLimitBoundDivisor, which OpenEthereum does not know: it belongs into params",
    ],
    [{ ...AURA, acounts: {}, accounts: undefined }, "accounts"],
    [{ ...AURA, comment: "ours" }, "not have the field comment"],
    [{ ...AURA, params: { ...AURA.params, eip155Transitoin: "0x0" } }, "not have the field params.eip155Transitoin"],
    [{ ...AURA, params: [] }, "have an object as its params"],
    [{ ...AURA, engine: {} }, "have one engine of Ethash, authorityRound"],
    [{ ...AURA, engine: { tendermint: { params: {} } } }, "have one engine of Ethash, authorityRound"],
    [
      { ...AURA, engine: { authorityRound: { params: { stepDuration: "5" } } } },
      "engine.authorityRound.params.validators",
    ],
    [{ ...AURA, genesis: { ...AURA.genesis, gasLimt: "1" } }, "not have the field genesis.gasLimt"],
  ])("fails for %j, which OpenEthereum would end on", (spec, rule) => {
    expect(parityChainSpecRule(JSON.parse(JSON.stringify(spec)))).toContain(rule);
  });

  test("names the misspelling of a field that is missing", () => {
    const { accounts, ...rest } = AURA;
    expect(parityChainSpecRule({ ...rest, acounts: accounts })).toBe(
      "have the field accounts, for which acounts may be a misspelling",
    );
  });
});

describe("geth's genesis", () => {
  test.each([MERGED, { ...MERGED, comment: "ours" }, { ...MERGED, GasLimit: "0x1" }])("%j is right", (genesis) => {
    expect(gethGenesisRule(genesis)).toBeUndefined();
  });

  test.each([
    [{}, "have the field config"],
    [[], "hold geth's genesis, a JSON object"],
    [AURA, "hold geth's genesis, not Parity's chain specification"],
    [
      CLIQUE,
      "have config.terminalTotalDifficulty, as geth runs only chains past the Merge since 1.14, and no Clique chain",
    ],
    [ETHASH_GENESIS, "and no Ethash chain any more"],
    [{ ...MERGED, config: {} }, "have config.terminalTotalDifficulty"],
    [{ ...MERGED, config: 1 }, "have an object as its config"],
  ])("fails for %j, with which geth would end", (genesis, rule) => {
    expect(gethGenesisRule(genesis)).toContain(rule);
  });

  test("names the misspelling of a field that is missing", () => {
    const { gasLimit, ...rest } = MERGED;
    expect(gethGenesisRule({ ...rest, gasLimt: gasLimit })).toBe(
      "have the field gasLimit, for which gasLimt may be a misspelling",
    );
  });
});

describe("a JSON file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "json-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (content: string | Buffer) => {
    const file = path.join(folder, "chain.json");
    writeFileSync(file, content);
    return readJsonFile(file);
  };

  test("is read", () => {
    expect(read('{"name": "Ω"}')).toEqual({ value: { name: "Ω" } });
  });

  test.each([
    [
      "a comma too many",
      '{\n  "a": {\n    "b": 1,\n  }\n}',
      "be JSON, which goes wrong at line 4, column 3 (a name in double quotes must stand here: is there a comma too many before it?)",
    ],
    ["an end too early", '{"a": 1', "be JSON, which goes wrong at line 1, column 8 (a closing } is missing)"],
    [
      "a comment",
      '{\n// ours\n"a": 1}',
      "be JSON, which goes wrong at line 2, column 1 (a comment, which JSON does not have)",
    ],
    ["nothing in it", "", "be JSON, which goes wrong at line 1, column 1 (a value must stand here)"],
    [
      "a byte order mark",
      "\uFEFF{}",
      "be UTF-8 text without a byte order mark, with which this file begins: save it without",
    ],
    ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), "be UTF-8 text, and this file is UTF-16: save it as UTF-8"],
  ])("fails with %s, and says where or how", (_, content, rule) => {
    expect(read(content)).toEqual({ rule });
  });

  test("fails when the name is of nothing, of a folder, or of a pipe, which would never end", () => {
    execFileSync("mkfifo", [path.join(folder, "pipe")]);
    expect(readJsonFile(path.join(folder, "missing"))).toEqual({ rule: "name a file that is there" });
    for (const file of [folder, path.join(folder, "pipe")]) {
      expect(readJsonFile(file)).toEqual({ rule: "name a file, no folder, pipe or device" });
    }
  });
});
