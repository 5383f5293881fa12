import { gethGenesisRule } from "../../../../modules/clients/execution/geth-genesis";
import { AURA, MERGED } from "../../../support/chain-specs";

const CLIQUE = { ...MERGED, config: { chainId: 8888, clique: { period: 5, epoch: 30_000 } } };
const ETHASH_GENESIS = { ...MERGED, config: { chainId: 1515, ethash: {} } };

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
