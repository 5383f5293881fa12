import { messageOf } from "../../support/message-of";
import { nodeClients } from "../../support/node-clients";
import { NODE_IDS } from "../../support/node-ids";

const ENODE = `enode://${NODE_IDS[0]}@192.0.2.1:30303`;
const KEY = "3c6e0b8a9c15224a8228b9a98ca1531d";

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
    "image",
    "be, beside clientVersion, what bin/image pushes for these settings, with the tag v1.2.3-",
    '"a.b/geth:1"',
  ],
  [
    { CLIENT: "geth", CONSENSUS_IMAGE: "a.b/lighthouse:1", CONSENSUS_CLIENT_VERSION: "v1.2.3" },
    "consensusImage",
    "be, beside consensusClientVersion, what bin/image pushes for these settings, with the tag v1.2.3-",
    '"a.b/lighthouse:1"',
  ],
  [{ CLIENT: "geth", RPC_APIS: "eth,personal" }, "rpcApis", "hold APIs that geth offers", '"personal"'],
  [{ CLIENT: "parity", RPC_APIS: "eth,personal" }, "rpcApis", "not hold personal, as it handles keys", '"personal"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,admin" }, "rpcApis", "not hold admin, as it changes the node's peers", '"admin"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,debug" }, "rpcApis", "names it in dangerousRpcApis too", '"debug"'],
  [{ CLIENT: "geth", RPC_APIS: "eth,engine" }, "rpcApis", "not hold engine, as geth serves it", '"engine"'],
  [{ CLIENT: "reth", RPC_APIS: "eth,reth" }, "rpcApis", "names it in dangerousRpcApis too", '"reth"'],
  [{ CLIENT: "erigon", RPC_APIS: "eth,overlay" }, "rpcApis", "names it in dangerousRpcApis too", '"overlay"'],
  [
    { CLIENT: "parity", RPC_APIS: "eth,net,web3,signer" },
    "rpcApis",
    "not hold signer, as it hands out tokens",
    '"signer"',
  ],
  [
    { CLIENT: "parity", RPC_APIS: "eth,signer", DANGEROUS_RPC_APIS: "signer" },
    "rpcApis",
    "not hold signer, as it hands out tokens",
    '"signer"',
  ],
  [{ CLIENT: "geth", DANGEROUS_RPC_APIS: "debug" }, "dangerousRpcApis", "hold only what rpcApis holds", '"debug"'],
  [
    { CLIENT: "geth", CHECKPOINT_URLS: "http://one.example" },
    "checkpointUrls",
    "hold https URLs",
    '"http://one.example"',
  ],
  [
    { CLIENT: "geth", CHECKPOINT_URLS: "https://one.example/$(x)" },
    "checkpointUrls",
    "hold https URLs",
    "https://one.example/…",
  ],
  [
    { CLIENT: "geth", CHECKPOINT_URLS: `https://one.example,https://go.provider.example/${KEY}` },
    "checkpointUrls",
    "no part of a host or path that could be a key",
    '["https://go.provider.example/…"]',
  ],
  [
    { CLIENT: "geth", IMAGE: `user:${KEY}@registry.example/geth:v1` },
    "image",
    "image URI",
    '"…@registry.example/geth:v1"',
  ],
  [
    { CLIENT: "geth", CONSENSUS_IMAGE: `https://user:${KEY}@registry.example/x` },
    "consensusImage",
    "image URI",
    '"…@registry.example/x"',
  ],
  [
    { CLIENT: "geth", CHAIN: "private", CHAIN_SPEC_FILE: `https://user:${KEY}@files.example/genesis.json` },
    "chainSpecFile",
    "name a file that is there",
    '"https://…@files.example/genesis.json"',
  ],
  [{ CLIENT: "geth", BOOTNODES: ENODE }, "bootnodes", "be given with chain private only", "enode://"],
  [
    { CLIENT: "geth", CHAIN_SPEC_FILE: "/etc/hosts" },
    "chainSpecFile",
    "be given with chain private only",
    '"/etc/hosts"',
  ],
  [{ CLIENT: "parity", CHAIN: "private" }, "chainSpecFile", "name a JSON file, as chain is private", '"none"'],
  [
    { CLIENT: "parity", CHAIN: "private", CHAIN_SPEC_FILE: "/etc/hosts" },
    "chainSpecFile",
    "be JSON, which goes wrong at line 1, column ",
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
  expect(problems[0]).not.toContain(KEY);
});

test.each(["*", "RPC.example.org", "rpc.example.org:8545", "https://rpc.example.org", "192.0.2.256", "a b"])(
  "fails when an RPC host is %j",
  (host) => {
    expect(messageOf(() => nodeClients({ ETHNODE_RPC_HOSTS: `ok.example,${host}` }))).toContain(
      "rpcHosts (environment variable ETHNODE_RPC_HOSTS) must hold host names in lower case and IPv4 addresses, without a port",
    );
  },
);

test.each([
  "*",
  "app.example.org",
  "https://app.example.org/",
  "https://user@app.example.org",
  "https://*.example.org",
  "https://app.example.org:443",
  "http://app.example.org:80",
  "https://app.example.org:99999",
  "http://999.1.1.1:3000",
  "https://a..example.org",
])("fails when an origin is %j", (origin) => {
  expect(messageOf(() => nodeClients({ ETHNODE_RPC_CORS_ORIGINS: origin }))).toContain(
    "rpcCorsOrigins (environment variable ETHNODE_RPC_CORS_ORIGINS) must hold origins of web pages",
  );
});

test.each([
  [
    { ETHNODE_CLIENT: "geth", ETHNODE_EXTRA_ARGUMENTS: "--http.api=admin" },
    "extraArguments",
    "--http.api, which this project sets for geth",
  ],
  [
    { ETHNODE_CLIENT: "geth", ETHNODE_CONSENSUS_EXTRA_ARGUMENTS: "--http-port=1" },
    "consensusExtraArguments",
    "which this project sets for lighthouse",
  ],
  [
    { ETHNODE_CLIENT: "parity", ETHNODE_CONSENSUS_EXTRA_ARGUMENTS: "--x" },
    "consensusExtraArguments",
    "be given with a consensus client",
  ],
  [
    { ETHNODE_CLIENT: "geth", ETHNODE_EXTRA_ARGUMENTS: `--ethstats=node:${KEY}@host` },
    "extraArguments",
    "could open the node",
  ],
])("fails for the arguments of %j, and shows no value", (settings, key, rule) => {
  const message = messageOf(() => nodeClients(settings));
  expect(message).toContain(`${key} (environment variable ETHNODE_`);
  expect(message).toContain(rule);
  expect(message).not.toMatch(new RegExp(`${KEY}|admin`));
});
