import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chainIdentitySha256 } from "../../../modules/clients/chain-identity";

const GETH = { config: { chainId: 7, londonBlock: 0 }, gasLimit: "0x1", alloc: { "0x1": { balance: "0x2" } } };
const PARITY = {
  name: "lab",
  engine: { authorityRound: { params: { stepDuration: "1" } } },
  params: { networkID: "0x7", eip150Transition: "0x0" },
  genesis: { difficulty: "0x1" },
  accounts: { "0x1": { balance: "0x2", builtin: { name: "ecrecover", pricing: {} } }, "0x9": { builtin: {} } },
  nodes: [],
};

describe("the identity of a user's chain", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chain-identity-"));
  const file = path.join(folder, "chain.json");

  afterAll(() => rmSync(folder, { recursive: true }));

  function identity(spec: object, indent = 0): string {
    writeFileSync(file, JSON.stringify(spec, undefined, indent));
    return chainIdentitySha256(file);
  }

  test.each([
    ["the layout of the file", GETH, { alloc: GETH.alloc, gasLimit: "0x1", config: { londonBlock: 0, chainId: 7 } }],
    ["a fork to come", GETH, { ...GETH, config: { ...GETH.config, osakaTime: 9 } }],
    ["the case of geth's names", GETH, { ...GETH, config: undefined, Config: { chainID: 7, osakaTime: 9 } }],
    ["a fork to come of Parity's", PARITY, { ...PARITY, params: { ...PARITY.params, eip1559Transition: "0x9" } }],
    ["its bootnodes", PARITY, { ...PARITY, nodes: ["enode://1"] }],
    ["a built-in contract", PARITY, { ...PARITY, accounts: { "0x1": { balance: "0x2" }, "0xa": { builtin: {} } } }],
    ["the validators of its engine", PARITY, { ...PARITY, engine: { authorityRound: { params: {} } } }],
  ])("outlives a change of %s", (_what, one, other) => {
    expect(identity(other, 2)).toBe(identity(one));
    expect(identity(one)).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["the id", GETH, { ...GETH, config: { ...GETH.config, chainId: 8 } }],
    ["the genesis state", GETH, { ...GETH, alloc: { "0x1": { balance: "0x3" } } }],
    ["the genesis block", GETH, { ...GETH, gasLimit: "0x2" }],
    ["Parity's genesis", PARITY, { ...PARITY, genesis: { difficulty: "0x2" } }],
    ["Parity's genesis state", PARITY, { ...PARITY, accounts: { "0x1": { balance: "0x3" } } }],
    ["Parity's name, which names the directory", PARITY, { ...PARITY, name: "other" }],
    ["Parity's network", PARITY, { ...PARITY, params: { networkID: "0x8" } }],
    ["the engine", PARITY, { ...PARITY, engine: { Ethash: {} } }],
  ])("does not outlive a change of %s", (_what, one, other) => {
    expect(identity(other)).not.toBe(identity(one));
  });
});
