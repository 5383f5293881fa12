import { gethGenesisRule } from "../../../../modules/clients/execution/geth-genesis";
import { AURA, MERGED } from "../../../support/chain-specs";
import { ENDING, STARTING } from "../../../support/geth-geneses";

/** As a file brings it: without what is undefined. */
const ruleOf = (genesis: unknown) => gethGenesisRule(JSON.parse(JSON.stringify(genesis)));

// Real geth is asked about each of them in __tests__/docker/geth-genesis.test.ts.
describe("geth's genesis", () => {
  test.each(STARTING)("with %s is right", (_, genesis) => {
    expect(ruleOf(genesis)).toBeUndefined();
  });

  test.each(ENDING)("fails with %s", (_, genesis, rule) => {
    expect(ruleOf(genesis)).toContain(rule);
  });

  test.each([
    [[], "hold geth's genesis, a JSON object"],
    [{}, "have the field config"],
    [AURA, "hold geth's genesis, not Parity's chain specification"],
    [
      { ...MERGED, config: { clique: { period: 5 } } },
      "have config.terminalTotalDifficulty, as geth runs only chains past the Merge since 1.14, and no Clique chain",
    ],
    [{ ...MERGED, config: { ethash: {} } }, "and no Ethash chain any more"],
    [{ ...MERGED, config: 1 }, "have an object as its config"],
  ])("fails for %j", (genesis, rule) => {
    expect(ruleOf(genesis)).toContain(rule);
  });

  test("may have its names in any case, and a rule has them as the file does", () => {
    const { config, ...rest } = MERGED;
    expect(ruleOf({ ...rest, CONFIG: { ChainID: 1, TerminalTotalDifficulty: 0 }, GasLimit: "0x1" })).toBeUndefined();
    expect(ruleOf({ ...rest, config: { ...config, HomeSteadBlock: "0" } })).toContain("as its config.HomeSteadBlock");
  });

  test("names the misspelling of a field that is missing", () => {
    const { gasLimit, ...rest } = MERGED;
    expect(ruleOf({ ...rest, gasLimt: gasLimit })).toBe(
      "have the field gasLimit, for which gasLimt may be a misspelling",
    );
  });
});
