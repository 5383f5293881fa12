import { parityChainSpecRule } from "../../../../modules/clients/execution/parity-chain-spec";
import { AURA, MERGED } from "../../../support/chain-specs";

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

const VALIDATOR = "0x00bd138abd70e2f00903268f3db08f2d25677c9e";
const withValidators = (validators: unknown) => ({
  ...AURA,
  engine: { authorityRound: { params: { stepDuration: 5, validators } } },
});

describe("Parity's chain specification", () => {
  test.each([
    ["Aura", AURA],
    ["Ethash", ETHASH],
    ["Clique", { ...AURA, engine: { clique: { params: { period: 5, epoch: 30_000 } } } }],
    [
      "an own contract for the validators",
      withValidators({ multi: { "0": { list: [VALIDATOR] }, "9": { contract: VALIDATOR } } }),
    ],
    [
      "steps that change",
      { ...AURA, engine: { authorityRound: { params: { stepDuration: { "0": 5 }, validators: { list: [] } } } } },
    ],
    [
      "all that an account may have",
      { ...AURA, accounts: { [VALIDATOR]: { balance: 1, nonce: "0x1", code: "0x60", storage: { "0x0": "0x1" } } } },
    ],
    ["fields of null, which are as good as none", { ...AURA, nodes: null, genesis: { ...AURA.genesis, author: null } }],
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
    // crates/ethjson/src: uint.rs, hash.rs, spec/{seal,validator_set,account,builtin}.rs.
    [{ ...AURA, genesis: { ...AURA.genesis, gasLimit: "0x0" } }, "above 0, as its genesis.gasLimit"],
    [{ ...AURA, genesis: { ...AURA.genesis, difficulty: "2e4" } }, "as its genesis.difficulty"],
    [{ ...AURA, genesis: { ...AURA.genesis, author: "0x00" } }, "have 40 hex digits as its genesis.author"],
    [{ ...AURA, genesis: { ...AURA.genesis, parentHash: "0x00" } }, "have 64 hex digits as its genesis.parentHash"],
    [{ ...AURA, genesis: { ...AURA.genesis, seal: {} } }, "have one of ethereum, authorityRound"],
    [
      { ...AURA, genesis: { ...AURA.genesis, seal: { ethereum: { nonce: "0x42", mixHash: "0x" } } } },
      "have 16 hex digits as its genesis.seal.ethereum.nonce",
    ],
    [
      { ...AURA, genesis: { ...AURA.genesis, seal: { authorityRound: { step: "0x0" } } } },
      "have the field genesis.seal.authorityRound.signature",
    ],
    [{ ...AURA, params: { ...AURA.params, networkID: "acme" } }, "as its params.networkID"],
    [{ ...AURA, params: { ...AURA.params, gasLimitBoundDivisor: 0 } }, "above 0, as its params.gasLimitBoundDivisor"],
    [{ ...AURA, params: { ...AURA.params, applyReward: "yes" } }, "have true or false as its params.applyReward"],
    [withValidators([VALIDATOR]), "have one of list, safeContract, contract, multi as its engine.authorityRound"],
    [withValidators({ list: [VALIDATOR, "alice"] }), "have a list of addresses of 40 hex digits as its engine"],
    [withValidators({ contract: "0x5" }), "have an address of 40 hex digits as its engine"],
    [withValidators({ multi: { "0": { lst: [] } } }), "params.validators.multi.0"],
    [{ ...AURA, accounts: [] }, "have an object as its accounts"],
    [{ ...AURA, accounts: { alice: {} } }, "and alice is none"],
    [{ ...AURA, accounts: { [VALIDATOR]: { balance: "1 ether" } } }, `as its accounts.${VALIDATOR}.balance`],
    [{ ...AURA, accounts: { [VALIDATOR]: { version: "1" } } }, `not have the field accounts.${VALIDATOR}.version`],
    [{ ...AURA, accounts: { [VALIDATOR]: { builtin: { name: "a" } } } }, `accounts.${VALIDATOR}.builtin.pricing`],
    [{ ...AURA, nodes: "enode://1" }, "have a list of texts as its nodes"],
    [{ ...AURA, name: 1 }, "have a text as its name"],
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
