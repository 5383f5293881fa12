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
