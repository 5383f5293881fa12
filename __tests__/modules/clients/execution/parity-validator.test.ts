import { parityValidator } from "../../../../modules/clients/execution/parity-validator";
import { AURA, MERGED } from "../../../support/chain-specs";

const [ONE, OTHER, STRANGER] = ["00bd138abd70e2f00903268f3db08f2d25677c9e", "1".repeat(40), "2".repeat(40)];
const { chainSpecRule, stepSeconds } = parityValidator;

const aura = (validators: unknown, stepDuration: unknown = "5") => ({
  ...AURA,
  engine: { authorityRound: { params: { stepDuration, validators } } },
});

describe("the address of a validator", () => {
  test.each([
    ["in a list", { list: [`0x${OTHER}`, `0x${ONE}`] }],
    ["in a list, without 0x and in capitals", { list: [(ONE as string).toUpperCase()] }],
    ["in one of several lists", { multi: { 0: { list: [`0x${OTHER}`] }, 10: { list: [`0x${ONE}`] } } }],
    ["in a contract, where nobody can look", { safeContract: `0x${OTHER}` }],
    ["in a contract some day", { multi: { 0: { list: [`0x${OTHER}`] }, 10: { contract: `0x${OTHER}` } } }],
  ])("may stand %s", (_where, validators) => {
    expect(chainSpecRule(aura(validators), `0x${ONE}`)).toBeUndefined();
  });

  test.each([
    ["a list", { list: [`0x${OTHER}`] }],
    ["several lists", { multi: { 0: { list: [] }, 10: { list: [`0x${OTHER}`] } } }],
  ])("must stand in %s that names all validators", (_where, validators) => {
    expect(chainSpecRule(aura(validators), `0x${STRANGER}`)).toBe(
      `have 0x${STRANGER}, the address of validator, in a list of engine.authorityRound.params.validators`,
    );
    expect(chainSpecRule(aura(validators), undefined)).toBeUndefined();
  });
});

test.each([{ ...AURA, engine: { Ethash: { params: {} } } }, { ...AURA, engine: { clique: {} } }, MERGED, []])(
  "no chain but Aura's has validators: %#",
  (spec) => {
    expect(chainSpecRule(spec, undefined)).toBe("have the engine authorityRound, whose blocks a validator seals");
  },
);

test.each([
  ["5", 5],
  ["0x5", 5],
  [5, 5],
  [{ 0: "5", 1600000000: "0x3c", 1700000000: 3 }, 60],
])("a step of %j lasts %d s at most", (stepDuration, seconds) => {
  const spec = aura({ list: [] }, stepDuration);
  expect(chainSpecRule(spec, undefined)).toBeUndefined();
  expect(stepSeconds(spec)).toBe(seconds);
});

test.each(["0", "a", "", 1.5, -1, 65_536, { 0: "5", 9: "0" }, undefined, {}])(
  "a step does not last %j",
  (stepDuration) => {
    expect(chainSpecRule(aura({ list: [] }, stepDuration ?? null), undefined)).toBe(
      "have a stepDuration of 1 to 65535 whole seconds",
    );
  },
);
