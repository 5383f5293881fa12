import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AURA, MERGED } from "../../support/chain-specs";
import { messageOf } from "../../support/message-of";
import { nodeClients } from "../../support/node-clients";
import { NODE_IDS } from "../../support/node-ids";
import { resources, synthesize } from "../../support/synthesize";

const ADDRESS = AURA.engine.authorityRound.params.validators.list[0] as string;
const ENODE = `enode://${NODE_IDS[0]}@192.0.2.1:30303`;
const folder = mkdtempSync(path.join(tmpdir(), "validator-"));
const chainSpecFile = path.join(folder, "chain.json");
const settings = (validator?: string, other: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ETHNODE_CHAIN: "private",
  ETHNODE_CHAIN_SPEC_FILE: chainSpecFile,
  ...(validator === undefined ? {} : { ETHNODE_VALIDATOR: validator }),
  ...other,
});
const FILES = ["--keys-path=/data/parity/validator/keys", "--password=/data/parity/validator/password"];
const SEALING = ["--force-sealing", `--engine-signer=${ADDRESS}`, ...FILES];

beforeEach(() => writeFileSync(chainSpecFile, JSON.stringify(AURA)));
afterAll(() => rmSync(folder, { recursive: true }));

const sealing = (command: readonly string[]) => command.filter((argument) => /seal|sign|keys|password/.test(argument));

test("a node without the setting seals nothing, knows of no key, and says so", () => {
  const { execution, warnings } = nodeClients(settings());
  expect(sealing(execution.command)).toEqual([]);
  expect(execution.environment).toEqual({});
  expect(warnings).toEqual([expect.stringContaining("follows its private chain and seals no block")]);
});

test("a new validator makes its key in a run of the client's, seals nothing yet, and says so", () => {
  const { execution, warnings } = nodeClients(settings("new"));
  expect(sealing(execution.command)).toEqual([]);
  expect(execution.environment).toEqual({
    VALIDATOR_DIRECTORY: "/data/parity/validator",
    VALIDATOR_KEY_COMMAND: [
      "account",
      "new",
      "--no-config",
      "--chain=/opt/ethereum-node/chain/chain.json",
      ...FILES,
    ].join("\n"),
  });
  expect(warnings).toEqual([expect.stringContaining("makes a validator's key and seals no block yet")]);
});

test("a validator seals with its address, after one step, and there is nothing to warn of", () => {
  for (const address of [ADDRESS, ADDRESS.toUpperCase().replace("0X", "0x")]) {
    const { execution, warnings } = nodeClients(settings(address));
    expect(sealing(execution.command)).toEqual(SEALING);
    expect(execution.environment).toEqual({
      VALIDATOR_DIRECTORY: "/data/parity/validator",
      VALIDATOR_ADDRESS: ADDRESS,
      VALIDATOR_STEP_SECONDS: "5",
    });
    expect(warnings).toEqual([]);
  }
});

test("its flags are in the list that its client's pinned version accepts", () => {
  const accepted = readFileSync(path.join(__dirname, "accepted-flags/parity.txt"), "utf8").split("\n");
  const runs = [
    nodeClients(settings(ADDRESS, { ETHNODE_RESERVED_PEERS: ENODE })).execution.command,
    (nodeClients(settings("new")).execution.environment.VALIDATOR_KEY_COMMAND ?? "").split("\n").slice(2),
  ];
  const flags = runs.map((run) => run.map((argument) => argument.replace(/=.*/, "")));
  expect(flags.flat().filter((flag) => !accepted.includes(flag))).toEqual([]);
  expect(flags.map((run) => run.length - new Set(run).size)).toEqual([0, 0]);
  expect(flags[0]).toEqual(expect.arrayContaining(["--engine-signer", "--reserved-peers"]));
});

test("the stack changes the client's start alone, and holds no more than the address", () => {
  const [before, after] = [settings(), settings(ADDRESS)].map((environment) => synthesize(environment).node);
  const differ = Object.keys(after?.resource ?? {}).filter(
    (type) => JSON.stringify(before?.resource[type]) !== JSON.stringify(after?.resource[type]),
  );
  expect(differ).toEqual(["aws_ecs_task_definition"]);
  const [task] = resources(after as NonNullable<typeof after>, "aws_ecs_task_definition");
  expect(JSON.stringify(task)).toContain(`--engine-signer=${ADDRESS}`);
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  [
    "an address of 39 digits",
    settings(ADDRESS.slice(0, -1)),
    "validator (environment variable ETHNODE_VALIDATOR) must be new, or an address",
  ],
  ["yes", settings("yes"), 'must be new, or an address: 0x and 40 hex digits; got "yes"'],
  [
    "two nodes",
    settings("new", { ETHNODE_NODE_COUNT: "2" }),
    "must be given with one node only: a change restarts all nodes",
  ],
  [
    "a public chain",
    { ETHNODE_VALIDATOR: "new" },
    "validator (environment variable ETHNODE_VALIDATOR) must be given with chain private only",
  ],
  [
    "an address that the chain does not know",
    settings(`0x${"1".repeat(40)}`),
    `chainSpecFile (environment variable ETHNODE_CHAIN_SPEC_FILE) must have 0x${"1".repeat(40)}`,
  ],
  [
    "an API that handles keys",
    settings(ADDRESS, { ETHNODE_RPC_APIS: "eth,personal", ETHNODE_DANGEROUS_RPC_APIS: "personal" }),
    "dangerousRpcApis (environment variable ETHNODE_DANGEROUS_RPC_APIS) must be empty on a validator",
  ],
  [
    "a flag of its own once more",
    settings(ADDRESS, { ETHNODE_EXTRA_ARGUMENTS: "--engine-signer=0x00" }),
    "must not hold --engine-signer, which this project sets for parity",
  ],
])("fails in one line for %s", (_what, environment, words) => {
  const [title, ...problems] = messageOf(() => nodeClients(environment)).split("\n");
  expect([title, problems.length]).toEqual(["Invalid settings:", 1]);
  expect(problems[0]).toContain(words);
});

test("fails with a client that seals no blocks here, and for reserved peers of one that has none", () => {
  writeFileSync(chainSpecFile, JSON.stringify(MERGED));
  const geth = { ETHNODE_CLIENT: "geth" };
  expect(messageOf(() => nodeClients(settings("new", geth)))).toContain(
    "must not be given with geth, which seals no blocks here",
  );
  expect(messageOf(() => nodeClients(settings(undefined, { ...geth, ETHNODE_RESERVED_PEERS: ENODE })))).toContain(
    "reservedPeers (environment variable ETHNODE_RESERVED_PEERS) must be empty with geth",
  );
});

describe("reserved peers", () => {
  test("go into a file of the container, for a node that follows too", () => {
    const { execution } = nodeClients(
      settings(undefined, { ETHNODE_RESERVED_PEERS: `${ENODE}?discport=30301,${ENODE}` }),
    );
    expect(execution.command).toContain("--reserved-peers=/tmp/reserved-peers");
    expect(execution.environment).toEqual({
      RESERVED_PEERS: `${ENODE}\n${ENODE}`,
      RESERVED_PEERS_FILE: "/tmp/reserved-peers",
    });
  });

  test.each([
    [settings(undefined, { ETHNODE_RESERVED_PEERS: "enode://1" }), "must hold enode URLs"],
    [{ ETHNODE_RESERVED_PEERS: ENODE }, "must be given with chain private only"],
  ])("fail for %j", (environment, words) => {
    expect(messageOf(() => nodeClients(environment))).toContain(
      `reservedPeers (environment variable ETHNODE_RESERVED_PEERS) ${words}`,
    );
  });
});
