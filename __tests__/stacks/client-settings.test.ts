import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { messageOf } from "../support/message-of";
import { nodeClients } from "../support/node-clients";

const ENODE = `enode://${"ab".repeat(64)}@192.0.2.1:30303`;

/** One wrong setting among right ones: the key that is named, the rule, the value got. */
const WRONG: [NodeJS.ProcessEnv, key: string, rule: string, got: string][] = [
  [{ CLIENT: "parity", CONSENSUS_CLIENT: "lighthouse" }, "consensusClient", "be none, as parity", '"lighthouse"'],
  [
    { CLIENT: "geth", CONSENSUS_CLIENT: "none" },
    "consensusClient",
    "without which geth cannot follow mainnet",
    '"none"',
  ],
  [{ CLIENT: "geth", CONSENSUS_CLIENT: "built-in" }, "consensusClient", "geth has none built in", '"built-in"'],
  [{ CLIENT: "geth", CHAIN: "dev", CONSENSUS_CLIENT: "teku" }, "consensusClient", "be none, as chain dev", '"teku"'],
  [{ CLIENT: "besu", NODE_TYPE: "archive" }, "nodeType", "one that besu has on mainnet: history-expired", '"archive"'],
  [
    { CLIENT: "geth", CHAIN: "hoodi", NODE_TYPE: "archive" },
    "nodeType",
    "one that geth has on hoodi: full",
    '"archive"',
  ],
  [
    { CLIENT: "parity", ARCHITECTURE: "arm64" },
    "architecture",
    "that the image of parity exists for: x86_64",
    '"arm64"',
  ],
  [{ CLIENT: "reth", CHAIN: "holesky" }, "chain", "reth runs: mainnet, sepolia, hoodi, dev", '"holesky"'],
  [{ CLIENT: "geth", CLIENT_VERSION: "latest" }, "clientVersion", "none that moves, such as latest", '"latest"'],
  [{ CLIENT: "geth", CLIENT_VERSION: "stable" }, "clientVersion", "tag of one version", '"stable"'],
  [{ CLIENT: "geth", CONSENSUS_CLIENT_VERSION: "latest" }, "consensusClientVersion", "none that moves", '"latest"'],
  [
    { CLIENT: "geth", CLIENT_VERSION: "v1.2.3@sha256:abc" },
    "clientVersion",
    "@sha256:<64 hex digits>",
    '"v1.2.3@sha256:abc"',
  ],
  [
    { CLIENT: "geth", CLIENT_VERSION: `latest@sha256:${"0".repeat(64)}` },
    "clientVersion",
    "none that moves",
    `"latest@sha256:${"0".repeat(64)}"`,
  ],
  [{ CLIENT: "geth", CLIENT_VERSION: "v1.2.3;rm" }, "clientVersion", "tag of one version", '"v1.2.3;rm"'],
  [
    { CLIENT: "parity", CONSENSUS_CLIENT_VERSION: "v1.2.3" },
    "consensusClientVersion",
    "with a consensus client only",
    '"v1.2.3"',
  ],
  [
    { CLIENT: "geth", IMAGE: "a.b/geth:1", CLIENT_VERSION: "v1.2.3" },
    "clientVersion",
    "not be given beside image",
    '"v1.2.3"',
  ],
  [{ CLIENT: "geth", RPC_APIS: "eth,personal" }, "rpcApis", "hold APIs that geth offers", '"personal"'],
  [{ CLIENT: "parity", RPC_APIS: "eth,personal" }, "rpcApis", "not hold personal, as it handles keys", '"personal"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,admin" }, "rpcApis", "not hold admin, as it changes the node's peers", '"admin"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,debug" }, "rpcApis", "names it in dangerousRpcApis too", '"debug"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,engine" }, "rpcApis", "not hold engine, as it decides", '"engine"'],
  [{ CLIENT: "geth", DANGEROUS_RPC_APIS: "debug" }, "dangerousRpcApis", "hold only what rpcApis holds", '"debug"'],
  [
    { CLIENT: "geth", CHECKPOINT_URLS: "http://one.example" },
    "checkpointUrls",
    "hold https URLs",
    '"http://one.example"',
  ],
  [{ CLIENT: "geth", CHECKPOINT_URLS: "https://one.example/$(x)" }, "checkpointUrls", "hold https URLs", "$(x)"],
  [{ CLIENT: "geth", BOOTNODES: ENODE }, "bootnodes", "be given with chain private only", "enode://"],
  [
    { CLIENT: "geth", CHAIN_SPEC_FILE: "/etc/hosts" },
    "chainSpecFile",
    "be given with chain private only",
    '"/etc/hosts"',
  ],
  [{ CLIENT: "parity", CHAIN: "private" }, "chainSpecFile", "name a readable JSON file", "undefined"],
  [
    { CLIENT: "parity", CHAIN: "private", CHAIN_SPEC_FILE: "/etc/hosts" },
    "chainSpecFile",
    "readable JSON",
    '"/etc/hosts"',
  ],
];

test.each(WRONG)("fails for %j in one line that names %s, the rule and the value", (settings, key, rule, got) => {
  const environment = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`ETHNODE_${name}`, value]));
  const [title, ...problems] = messageOf(() => nodeClients(environment)).split("\n");
  expect([title, problems.length]).toEqual(["Invalid settings:", 1]);
  expect(problems[0]).toContain(`  ${key} (environment variable ETHNODE_`);
  expect(problems[0]).toContain(rule);
  expect(problems[0]?.split("; got ")[1]).toContain(got);
});

describe("a private chain", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chain-"));
  const chainSpecFile = path.join(folder, "chain.json");
  const settings = { ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile };

  beforeAll(() => writeFileSync(chainSpecFile, "{}"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(["parity", "geth"])("of %s begins from the user's file and knows the user's bootnodes", (client) => {
    const clients = nodeClients({ ...settings, ETHNODE_CLIENT: client, ETHNODE_BOOTNODES: `${ENODE},${ENODE}` });
    const command = clients.execution.arguments.join(" ");
    expect(command).toContain("=/opt/ethereum-node/chain/chain.json ");
    expect(command).toContain(`--bootnodes=${ENODE},${ENODE} `);
    expect(clients.consensus).toBeUndefined();
  });

  test("takes no ready image, which could not hold the file", () => {
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_IMAGE: "a.b/parity:1" }));
    expect(message).toContain("image (environment variable ETHNODE_IMAGE) must not be given with chain private");
  });

  test("takes bootnodes that are enode URLs only", () => {
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: "enode://abc@host:30303" }));
    expect(message).toContain("bootnodes (environment variable ETHNODE_BOOTNODES) must hold enode URLs");
  });
});

test("offers a dangerous API to whoever names it twice", () => {
  const clients = nodeClients({
    ETHNODE_CLIENT: "geth",
    ETHNODE_RPC_APIS: "eth,net,web3,debug",
    ETHNODE_DANGEROUS_RPC_APIS: "debug",
  });
  expect(clients.execution.arguments).toContain("--http.api=eth,net,web3,debug");
});
