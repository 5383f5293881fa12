import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { NodeProfile } from "../../../modules/clients/node-profile";
import { clientChoice } from "../../../stacks/settings/client-settings";
import { readSettings } from "../../../stacks/settings/settings";
import { settingsSchema } from "../../../stacks/settings/settings-table";
import { AURA, MERGED } from "../../support/chain-specs";
import { messageOf } from "../../support/message-of";
import { nodeClients } from "../../support/node-clients";

const ENODE = `enode://${"ab".repeat(64)}@192.0.2.1:30303`;

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

test("shows no key of checkpoint URLs that are not even text", () => {
  const context = { checkpointUrls: [`https://go.provider.example/${KEY}`, 1], client: "geth" };
  const message = messageOf(() => readSettings(new App({ outdir: "/nonexistent", context }), {}));
  expect(message).toContain(
    'checkpointUrls (context checkpointUrls) must be text; got ["https://go.provider.example/…",1]',
  );
});

test("shows no key to whoever uses the module without the settings either", () => {
  const choice = clientChoice(
    settingsSchema.parse({ client: "geth", checkpointUrls: [`https://user:${KEY}@one.example/a?b`] }),
  );
  const message = messageOf(() => new NodeProfile(choice));
  expect(message).toContain('got ["https://…@one.example/…"]');
});

describe("a private chain", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chain-"));
  const chainSpecFile = path.join(folder, "chain.json");
  const settings = { ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: chainSpecFile };

  const write = (spec: unknown) => writeFileSync(chainSpecFile, JSON.stringify(spec));
  beforeEach(() => write(AURA));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["parity", AURA],
    ["geth", MERGED],
  ])("of %s begins from the user's file and knows the user's bootnodes", (client, spec) => {
    write(spec);
    const clients = nodeClients({ ...settings, ETHNODE_CLIENT: client, ETHNODE_BOOTNODES: `${ENODE},${ENODE}` });
    const command = clients.execution.command.join(" ");
    expect(command).toContain("=/opt/ethereum-node/chain/chain.json ");
    expect(command).toContain(`--bootnodes=${ENODE},${ENODE} `);
    expect(clients.consensus).toBeUndefined();
  });

  test("takes a ready image only where bin/image made it with this very file", () => {
    const refusal = (image: string) => messageOf(() => nodeClients({ ...settings, ETHNODE_IMAGE: image }));
    const message = refusal("a.b/parity:1");
    expect(message).toContain(
      "image (environment variable ETHNODE_IMAGE) must be, beside chainSpecFile, what bin/image",
    );
    const [, tag] = /with the tag (\S+);/.exec(message) ?? [];
    expect(tag).toMatch(/^v3\.3\.5-[0-9a-f]{16}$/);
    for (const version of [`:${tag}`, `:${tag}@sha256:${"0".repeat(64)}`]) {
      expect(() => nodeClients({ ...settings, ETHNODE_IMAGE: `a.b/parity${version}` })).not.toThrow();
    }
    expect(refusal(`a.b/parity:${tag}0`)).toContain("what bin/image pushes");
    write({ ...AURA, name: "another" });
    expect(refusal(`a.b/parity:${tag}`)).toContain("what bin/image pushes");
  });

  const BOOTNODE = `enode://${"1".repeat(128)}`;
  test.each([
    "@host:30303",
    "@999.1.1.1:30303",
    "@203.0.113.7:99999",
    "@203.0.113.7:0",
    "@....:30303",
    "@203.0.113.7:30303?discport=0",
    "@203.0.113.7:30303?discport=65536",
  ])("fails when a bootnode ends in %s", (end) => {
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: BOOTNODE + end }));
    expect(message).toContain("bootnodes (environment variable ETHNODE_BOOTNODES) must hold enode URLs");
  });

  test("fails for an IPv6 address, which no node reaches, with the reason and what to name instead", () => {
    const url = `${BOOTNODE}@[2001:db8::1]:30303`;
    expect(messageOf(() => nodeClients({ ...settings, ETHNODE_BOOTNODES: url }))).toContain(
      "bootnodes (environment variable ETHNODE_BOOTNODES) must hold no IPv6 address, as the nodes have none and reach none: " +
        `name the IPv4 address or the host name; got ["${url}"]`,
    );
  });

  test("takes a host name and a port for discovery: geth as they are, Parity without the port, which it takes for an error", () => {
    const bootnodes = { ETHNODE_BOOTNODES: `${BOOTNODE}@node.example.org:30303?discport=30304` };
    expect(nodeClients({ ...settings, ...bootnodes }).execution.command).toContain(
      `--bootnodes=${BOOTNODE}@node.example.org:30303`,
    );
    write(MERGED);
    expect(nodeClients({ ...settings, ...bootnodes, ETHNODE_CLIENT: "geth" }).execution.command).toContain(
      `--bootnodes=${BOOTNODE}@node.example.org:30303?discport=30304`,
    );
  });

  test.each([
    ["geth", AURA, "must hold geth's genesis, not Parity's chain specification"],
    ["parity", MERGED, "must hold Parity's chain specification, not geth's genesis"],
    ["parity", {}, "must have the field name"],
  ])("of %s fails for %j", (client, spec, rule) => {
    write(spec);
    const message = messageOf(() => nodeClients({ ...settings, ETHNODE_CLIENT: client }));
    expect(message).toContain(`chainSpecFile (environment variable ETHNODE_CHAIN_SPEC_FILE) ${rule}`);
  });

  test("warns that bootnodes take the place of those in the chain specification, where it has some", () => {
    const told = () =>
      nodeClients({ ...settings, ETHNODE_BOOTNODES: ENODE }).warnings.filter((text) => text.includes("take the place"));
    expect(told()).toEqual([]);
    write({ ...AURA, nodes: [ENODE, ENODE] });
    expect(told()).toEqual([expect.stringContaining("of the 2 in the chain specification")]);
    expect(nodeClients(settings).warnings.join()).not.toContain("take the place");
  });

  test("of Parity warns that the node seals nothing", () => {
    expect(nodeClients(settings).warnings).toContainEqual(expect.stringContaining("seals no block"));
  });
});

test.each([
  ["geth", "--http.vhosts=localhost,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  ["erigon", "--http.vhosts=localhost,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  ["besu", "--host-allowlist=localhost,127.0.0.1,{{rpc-hosts}},rpc.example.org,192.0.2.7"],
  ["parity", "--jsonrpc-hosts=localhost:8545,{{rpc-hosts:8545}},rpc.example.org:8545,192.0.2.7:8545"],
  ["parity", "--ws-hosts=localhost:8546,{{rpc-hosts:8546}},rpc.example.org:8546,192.0.2.7:8546"],
])("%s answers under the user's own names too", (client, argument) => {
  const settings = { ETHNODE_CLIENT: client, ETHNODE_RPC_HOSTS: "rpc.example.org, 192.0.2.7" };
  expect(nodeClients(settings).execution.command).toContain(argument);
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
  ["geth", ["--http.corsdomain=", "--ws.origins="]],
  ["reth", ["--http.corsdomain=", "--ws.origins="]],
  ["erigon", ["--http.corsdomain="]],
  ["besu", ["--rpc-http-cors-origins="]],
  ["nethermind", ["--JsonRpc.CorsOrigins="]],
  ["parity", ["--jsonrpc-cors=", "--ws-origins="]],
])("%s lets in pages of the user's origins, and of no other", (client, flags) => {
  const origins = "https://app.example.org,http://localhost:3000";
  const open = nodeClients({ ETHNODE_CLIENT: client, ETHNODE_RPC_CORS_ORIGINS: origins }).execution.command;
  const closed = nodeClients({ ETHNODE_CLIENT: client }).execution.command.join(" ");
  expect(open).toEqual(expect.arrayContaining(flags.map((flag) => flag + origins)));
  expect(closed.replace(/=(none|https:\/\/none\.invalid)( |$)/g, " ")).not.toMatch(/(cors\w*|origins)=/i);
});

test.each([
  "*",
  "app.example.org",
  "https://app.example.org/",
  "https://user@app.example.org",
  "https://*.example.org",
])("fails when an origin is %j", (origin) => {
  expect(messageOf(() => nodeClients({ ETHNODE_RPC_CORS_ORIGINS: origin }))).toContain(
    "rpcCorsOrigins (environment variable ETHNODE_RPC_CORS_ORIGINS) must hold origins of web pages",
  );
});

test("adds the user's arguments to each client's own, at the end", () => {
  const { consensus, execution } = nodeClients({
    ETHNODE_CLIENT: "geth",
    ETHNODE_EXTRA_ARGUMENTS: "--cache=4096  --verbosity 4",
    ETHNODE_CONSENSUS_EXTRA_ARGUMENTS: "--target-peers=50",
  });
  expect(execution.command.slice(-3)).toEqual(["--cache=4096", "--verbosity", "4"]);
  expect(consensus?.command.at(-1)).toBe("--target-peers=50");
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

test("offers a dangerous API to whoever names it twice", () => {
  const clients = nodeClients({
    ETHNODE_CLIENT: "geth",
    ETHNODE_RPC_APIS: "eth,net,web3,debug",
    ETHNODE_DANGEROUS_RPC_APIS: "debug",
  });
  expect(clients.execution.command).toContain("--http.api=eth,net,web3,debug");
});
