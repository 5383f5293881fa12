import { App } from "cdktf";
import { readSettings } from "../../../stacks/settings/settings";
import { messageOf } from "../../support/message-of";
import { partitionsOfBotocore } from "../../support/partitions";

const read = (environment: NodeJS.ProcessEnv = {}, context: Record<string, unknown> = {}) =>
  readSettings(new App({ context, outdir: "/nonexistent" }), environment);
const STATE_KEY = "arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/01234567-89ab-4def-8123-456789abcdef";
const STATE_ROLE = "arn:aws-us-gov:iam::111122223333:role/ci/terraform-state";

test("defaults to one protected Parity node on mainnet with a private zone and local state", () => {
  const { nodeProfile: clients, ...settings } = read();
  expect([clients.chain, clients.architecture]).toEqual(["mainnet", "x86_64"]);
  expect(clients.all.map(({ profile }) => profile.name)).toEqual(["parity"]);
  expect(settings).toEqual({
    images: {},
    buildsImages: true,
    monitor: true,
    monitorPages: ["ready", "metrics", "page"],
    name: "mainnet-parity",
    region: "eu-central-1",
    nodeNames: ["node-0"],
    retiredNodes: [],
    dnsZone: "private",
    protectZone: true,
    protectChainDisk: true,
    elasticIp: false,
    stateRegion: "eu-central-1",
    mainBranch: "main",
    ciPlatform: "github",
    ciProviderExists: false,
    applyEnvironments: ["production", "destroy"],
    planPrefix: "plans/mainnet-parity/",
    publicAddress: true,
  });
});

test.each(partitionsOfBotocore())("takes every region of the partition $id", ({ regions }) => {
  expect(regions.length).toBeGreaterThan(0);
  for (const region of regions) {
    expect(read({ ETHNODE_REGION: region }).region).toBe(region);
  }
});

test("takes a state bucket with dots in its name", () => {
  expect(read({ ETHNODE_STATE_BUCKET: "terraform.example.com" }).stateBucket).toBe("terraform.example.com");
});

test("reads every setting from the environment", () => {
  const { nodeProfile: clients, ...settings } = read({
    ETHNODE_CLIENT: "nethermind",
    ETHNODE_CLIENT_VERSION: "1.39.4",
    ETHNODE_CONSENSUS_CLIENT: "teku",
    ETHNODE_CONSENSUS_CLIENT_VERSION: "26.8.0",
    ETHNODE_CHAIN: "hoodi",
    ETHNODE_NODE_TYPE: "full",
    ETHNODE_ARCHITECTURE: "x86_64",
    ETHNODE_RPC_APIS: "eth, net, web3, debug",
    ETHNODE_DANGEROUS_RPC_APIS: "debug",
    ETHNODE_CHECKPOINT_URLS: "https://one.example, https://two.example/path",
    ETHNODE_MONITOR: "true",
    ETHNODE_MONITOR_PAGES: "page, ready",
    ETHNODE_REFERENCE_URL: "http://rpc.example.org:8545/",
    ETHNODE_NAME: "my-chain",
    ETHNODE_REGION: "us-gov-west-1",
    ETHNODE_NODE_NAMES: "alice, bob",
    ETHNODE_RETIRED_NODES: "carol, dave",
    ETHNODE_DNS_ZONE: "public",
    ETHNODE_ZONE_ID: "Z0123456789ABCDEFGHIJ",
    ETHNODE_PROTECT_ZONE: "false",
    ETHNODE_STATE_BUCKET: "my-state",
    ETHNODE_STATE_REGION: "us-gov-east-1",
    ETHNODE_STATE_KMS_KEY_ARN: STATE_KEY,
    ETHNODE_STATE_ROLE_ARN: STATE_ROLE,
    ETHNODE_MAIN_BRANCH: "release/v1",
    ETHNODE_CI_PLATFORM: "gitlab",
    ETHNODE_CI_PROVIDER_EXISTS: "true",
    ETHNODE_APPLY_ENVIRONMENTS: "live, end",
    ETHNODE_PLAN_PREFIX: "reviewed/my-chain/",
    ETHNODE_PROTECT_CHAIN_DISK: "false",
    ETHNODE_ELASTIC_IP: "true",
    ETHNODE_RECYCLE_BIN_DAYS: "365",
  });
  expect(clients.all.map(({ profile, version }) => `${profile.name} ${version}`)).toEqual([
    "nethermind 1.39.4",
    "teku 26.8.0",
  ]);
  expect(clients).toMatchObject({
    chain: "hoodi",
    architecture: "x86_64",
    checkpointUrls: ["https://one.example", "https://two.example/path"],
    sizing: { instanceType: "r7i.xlarge" },
  });
  expect(clients.execution.command).toContain("--JsonRpc.EnabledModules=eth,subscribe,net,web3,debug");
  expect(settings).toEqual({
    images: {},
    buildsImages: true,
    monitor: true,
    monitorPages: ["ready", "page"],
    referenceUrl: "http://rpc.example.org:8545",
    name: "my-chain",
    region: "us-gov-west-1",
    nodeNames: ["alice", "bob"],
    retiredNodes: ["carol", "dave"],
    dnsZone: "public",
    zoneId: "Z0123456789ABCDEFGHIJ",
    protectZone: false,
    stateBucket: "my-state",
    stateRegion: "us-gov-east-1",
    stateKmsKeyArn: STATE_KEY,
    stateRoleArn: STATE_ROLE,
    mainBranch: "release/v1",
    ciPlatform: "gitlab",
    ciProviderExists: true,
    applyEnvironments: ["live", "end"],
    planPrefix: "reviewed/my-chain/",
    protectChainDisk: false,
    elasticIp: true,
    publicAddress: true,
    recycleBinDays: 365,
  });
});

test("takes a ready image for each container, and then builds none", () => {
  const clients = {
    ETHNODE_IMAGE: "localhost:4566/lab/geth:abc",
    ETHNODE_CONSENSUS_IMAGE: "ghcr.io/acme/lighthouse:1",
  };
  const all = { ...clients, ETHNODE_MONITOR_IMAGE: "ghcr.io/acme/monitor:1" };
  expect(read({ ETHNODE_CLIENT: "geth", ...all })).toMatchObject({
    images: {
      geth: all.ETHNODE_IMAGE,
      lighthouse: all.ETHNODE_CONSENSUS_IMAGE,
      monitor: all.ETHNODE_MONITOR_IMAGE,
    },
    buildsImages: false,
  });
  expect(read({ ETHNODE_CLIENT: "geth", ...clients }).buildsImages).toBe(true);
  expect(read({ ETHNODE_CLIENT: "geth", ...clients, ETHNODE_MONITOR: "false" }).buildsImages).toBe(false);
});

test("serves no page of the monitor where none is wanted", () => {
  expect(read({ ETHNODE_MONITOR_PAGES: "none" }).monitorPages).toEqual([]);
  expect(read({}, { monitorPages: [] }).monitorPages).toEqual([]);
});

test.each(["1.2.3", `1.2.3@sha256:${"0".repeat(64)}`])("takes the version %s of each client", (version) => {
  const versions = { ETHNODE_CLIENT_VERSION: version, ETHNODE_CONSENSUS_CLIENT_VERSION: version };
  const { nodeProfile: clients } = read({ ETHNODE_CLIENT: "geth", ...versions });
  expect(clients.all.map((run) => run.version)).toEqual([version, version]);
});

test.each([":1", `@sha256:${"0".repeat(64)}`, `:1@sha256:${"0".repeat(64)}`])(
  "takes a ready image by %s",
  (version) => {
    const image = `ghcr.io/acme/geth${version}`;
    expect(read({ ETHNODE_CLIENT: "geth", ETHNODE_IMAGE: image }).images).toEqual({ geth: image });
  },
);

test.each([
  ["parity", "mainnet", ["parity"], "x86_64"],
  ["parity", "dev", ["parity"], "x86_64"],
  ["geth", "mainnet", ["geth", "lighthouse"], "arm64"],
  ["geth", "dev", ["geth"], "arm64"],
  ["besu", "sepolia", ["besu", "lighthouse"], "arm64"],
  ["erigon", "mainnet", ["erigon"], "arm64"],
])("%s on %s runs %j on %s where nothing else is said", (client, chain, names, architecture) => {
  const { nodeProfile: clients } = read({ ETHNODE_CLIENT: client, ETHNODE_CHAIN: chain });
  expect(clients.all.map(({ profile }) => profile.name)).toEqual(names);
  expect(clients.architecture).toBe(architecture);
});

test("reads lists, numbers and booleans of the context as they are", () => {
  expect(read({}, { nodeNames: ["a", "b"], protectChainDisk: false })).toMatchObject({
    nodeNames: ["a", "b"],
    protectChainDisk: false,
  });
  expect(read({}, { nodeCount: 3 }).nodeNames).toEqual(["node-0", "node-1", "node-2"]);
});

test.each([
  ["ETHNODE_CLIENT", "trinity", "client", "must be one of parity, geth, nethermind, besu, reth, erigon"],
  ["ETHNODE_CLIENT", "constructor", "client", "must be one of parity, geth"],
  [
    "ETHNODE_CONSENSUS_CLIENT",
    "grandine",
    "consensusClient",
    "must be one of lighthouse, prysm, teku, nimbus, lodestar",
  ],
  ["ETHNODE_CHAIN", "gnosis", "chain", "must be a chain that parity runs: mainnet, xdai, dev, private"],
  ["ETHNODE_CHAIN", "constructor", "chain", "must be a chain that parity runs: mainnet, xdai, dev, private"],
  ["ETHNODE_CHAIN", "goerli", "chain", "must not be goerli, as its network was shut down"],
  [
    "ETHNODE_CHAIN",
    "ewc",
    "chain",
    "must not be ewc, as OpenEthereum's own specification of it ends before the Berlin",
  ],
  ["ETHNODE_NODE_TYPE", "light", "nodeType", "must be one of full, history-expired, archive"],
  ["ETHNODE_ARCHITECTURE", "riscv", "architecture", "must be one of arm64, x86_64"],
  ["ETHNODE_NAME", "Mainnet_Parity", "name", "must be a DNS label"],
  ["ETHNODE_NAME", "aws-node", "name", "must not begin with aws or ssm"],
  ["ETHNODE_NAME", "xn--chain", "name", "must not begin with xn--, sthree- or amzn-s3-demo-"],
  ["ETHNODE_NAME", "a-name-of-twenty-five-char", "name", "1-24"],
  ["ETHNODE_REGION", "frankfurt", "region", "must be an AWS region"],
  ["ETHNODE_NODE_COUNT", "0", "nodeCount", "must be 1 to 50"],
  ["ETHNODE_NODE_COUNT", "51", "nodeCount", "must be 1 to 50"],
  ["ETHNODE_NODE_COUNT", "two", "nodeCount", "must be a whole number"],
  ["ETHNODE_NODE_NAMES", "node_0", "nodeNames", "must be a DNS label"],
  ["ETHNODE_NODE_NAMES", "a,a", "nodeNames", "without repetition"],
  ["ETHNODE_NODE_NAMES", "a,rpc", "nodeNames", "must not contain rpc, the name that all nodes share"],
  ["ETHNODE_ELASTIC_IP", "yes", "elasticIp", "must be true or false"],
  ["ETHNODE_PUBLIC_ADDRESS", "no", "publicAddress", "must be true or false"],
  ["ETHNODE_RETIRED_NODES", "alice,node-0", "retiredNodes", "must not name a node that is still there: node-0"],
  [
    "ETHNODE_RETIRED_NODES",
    "Alice",
    "retiredNodes",
    "must be a DNS label: 1-24 of a-z, 0-9 and -, beginning with a letter",
  ],
  ["ETHNODE_RECYCLE_BIN_DAYS", "0", "recycleBinDays", "must be 1 to 365"],
  ["ETHNODE_RECYCLE_BIN_DAYS", "366", "recycleBinDays", "must be 1 to 365"],
  ["ETHNODE_RECYCLE_BIN_DAYS", "1 week", "recycleBinDays", "must be a whole number"],
  ["ETHNODE_DNS_ZONE", "hidden", "dnsZone", "must be one of public, private"],
  ["ETHNODE_ZONE_ID", "/hostedzone/Z0123456789ABCDEFGHIJ", "zoneId", "must be the id of a Route53 zone"],
  ["ETHNODE_ZONE_ID", "mainnet.example.org", "zoneId", "must be the id of a Route53 zone"],
  ["ETHNODE_PROTECT_ZONE", "no", "protectZone", "must be true or false"],
  ["ETHNODE_IMAGE", "geth", "image", "must be an image URI"],
  ["ETHNODE_IMAGE", "ghcr.io/acme/geth:latest", "image", "not latest"],
  ["ETHNODE_IMAGE", "ghcr.io/acme/geth:1@sha256:abc", "image", "must be an image URI"],
  ["ETHNODE_MONITOR", "yes", "monitor", "must be true or false"],
  ["ETHNODE_MONITOR_PAGES", "status", "monitorPages", "must be one of ready, metrics, page, none"],
  ["ETHNODE_MONITOR_PAGES", "none,ready", "monitorPages", "must hold none alone, or pages without repetition"],
  ["ETHNODE_MONITOR_PAGES", "ready,ready", "monitorPages", "must hold none alone, or pages without repetition"],
  ["ETHNODE_MONITOR_IMAGE", "ghcr.io/acme/monitor:latest", "monitorImage", "not latest"],
  ["ETHNODE_REFERENCE_URL", "https://user@one.example", "referenceUrl", "must be an https or http URL of JSON-RPC"],
  ["ETHNODE_REFERENCE_URL", "https://one.example/?a=b", "referenceUrl", "no user, query or fragment"],
  ["ETHNODE_STATE_BUCKET", "My_Bucket", "stateBucket", "must be an S3 bucket name"],
  ["ETHNODE_STATE_BUCKET", "a..b", "stateBucket", "must be an S3 bucket name"],
  ["ETHNODE_STATE_BUCKET", "192.0.2.1", "stateBucket", "must be an S3 bucket name"],
  ["ETHNODE_STATE_BUCKET", "ab", "stateBucket", "must be an S3 bucket name"],
  ["ETHNODE_STATE_REGION", "frankfurt", "stateRegion", "must be an AWS region"],
  [
    "ETHNODE_STATE_KMS_KEY_ARN",
    "alias/state",
    "stateKmsKeyArn",
    "must be the ARN of a KMS key in the region of the state",
  ],
  [
    "ETHNODE_STATE_KMS_KEY_ARN",
    STATE_KEY,
    "stateKmsKeyArn",
    "not of an alias: arn:aws:kms:eu-central-1:<account id>:key/<key id>",
  ],
  // As Terraform's own backend refuses it.
  [
    "ETHNODE_STATE_KMS_KEY_ARN",
    `arn:aws:kms:eu-central-1:111122223333:key/${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}`,
    "stateKmsKeyArn",
    "must be the ARN of a KMS key",
  ],
  ["ETHNODE_STATE_ROLE_ARN", "arn:aws:iam::1:role/x", "stateRoleArn", "must be the ARN of an IAM role"],
  ["ETHNODE_STATE_ROLE_ARN", STATE_ROLE, "stateRoleArn", "must be given with stateBucket only"],
  ["ETHNODE_MAIN_BRANCH", "../main", "mainBranch", "must be the name of a branch"],
  ["ETHNODE_MAIN_BRANCH", "--all", "mainBranch", "must be the name of a branch"],
  ["ETHNODE_MAIN_BRANCH", "*", "mainBranch", "must be the name of a branch"],
  ["ETHNODE_APPLY_ENVIRONMENTS", "*", "applyEnvironments", "must be the name of an environment"],
  ["ETHNODE_APPLY_ENVIRONMENTS", "production,", "applyEnvironments", "must be the name of an environment"],
  ["ETHNODE_CI_PLATFORM", "bitbucket", "ciPlatform", "must be one of github, gitlab"],
  ["ETHNODE_REPOSITORY", "acme/*", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "*/ethereum", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "acme/ethereum?", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "acme", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "acme/", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "acme/ethereum,mallory/ethereum", "repository", "must be one repository, owner/name"],
  ["ETHNODE_REPOSITORY", "acme/ethereum:ref", "repository", "must be one repository, owner/name, without wildcards"],
  ["ETHNODE_REPOSITORY", "https://github.com/acme/ethereum", "repository", "must be one repository, owner/name"],
  ["ETHNODE_REPOSITORY", "acme/ethereum", "repository", "must be given with stateBucket (ETHNODE_STATE_BUCKET) only"],
  ["ETHNODE_PLAN_PREFIX", "plans", "planPrefix", "must be the folder of keys in a bucket"],
  ["ETHNODE_PLAN_PREFIX", "../plans/", "planPrefix", "must be the folder of keys in a bucket"],
  ["ETHNODE_PLAN_PREFIX", "mainnet-parity/", "planPrefix", "must not be in the folder of the state"],
  ["ETHNODE_PROTECT_CHAIN_DISK", "maybe", "protectChainDisk", "must be true or false"],
])(
  "fails when %s is %j, with one line that names the setting, the rule and the value",
  (variable, value, key, must) => {
    const message = messageOf(() => read({ [variable]: value }));
    const [title, ...problems] = message.split("\n");
    expect(title).toBe("Invalid settings:");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${key} (environment variable ${variable})`);
    expect(problems[0]).toContain(must);
    expect(problems[0]?.split("got ").at(-1)).toContain(value.slice(0, 4));
  },
);

test.each([
  [{ region: 5 }, "region (context region) must be an AWS region such as eu-central-1; got 5"],
  [{ nodeNames: 5 }, "nodeNames (context nodeNames) must be a list; got 5"],
  [{ rpcApis: [5] }, "rpcApis (context rpcApis) must be text; got [5]"],
  [{ applyEnvironments: [] }, "applyEnvironments (context applyEnvironments) must hold one or more; got []"],
  [{ stateBucket: false }, "stateBucket (context stateBucket) must be an S3 bucket name"],
  [{ protectChainDisk: 0 }, "protectChainDisk (context protectChainDisk) must be true or false; got 0"],
  [{ recycleBinDays: "1e1" }, "recycleBinDays (context recycleBinDays) must be a whole number"],
])("tells of the context %j in its own words, not in a library's", (context, line) => {
  const message = messageOf(() => read({}, context));
  expect(message).toContain(line);
  expect(message).not.toMatch(/invalid input|expected/i);
});

test("fails when node count and node names disagree", () => {
  expect(messageOf(() => read({ ETHNODE_NODE_COUNT: "3", ETHNODE_NODE_NAMES: "a,b" }))).toContain(
    "must equal the number of nodeNames, where both are given: 2; got",
  );
});

test("fails with one line for a list whose items are all bad", () => {
  expect(messageOf(() => read({ ETHNODE_NODE_NAMES: '["a","b"]' })).split("\n")).toHaveLength(2);
});

test("fails with a line for each of several bad settings", () => {
  const message = messageOf(() => read({ ETHNODE_CLIENT: "trinity", ETHNODE_REGION: "frankfurt" }));
  expect(message.split("\n")).toHaveLength(3);
});

test("an empty branch is the usual one, and never a trust in none", () => {
  expect(read({ ETHNODE_MAIN_BRANCH: "" }, { mainBranch: "" }).mainBranch).toBe("main");
});

describe("a repository", () => {
  const withBucket = (repository: string, more: NodeJS.ProcessEnv = {}) => ({
    ETHNODE_REPOSITORY: repository,
    ETHNODE_STATE_BUCKET: "my-state",
    ...more,
  });

  test.each([
    ["acme/ethereum", {}],
    ["acme@1/ethereum@2", {}],
    ["acme/ethereum", { GITHUB_REPOSITORY: "Acme/Ethereum" }],
    ["acme@1/ethereum@2", { GITHUB_REPOSITORY: "acme/ethereum" }],
    ["acme/chains/ethereum", { ETHNODE_CI_PLATFORM: "gitlab", CI_PROJECT_PATH: "acme/chains/ethereum" }],
  ])("%s is taken with %j", (repository, more) => {
    expect(read(withBucket(repository, more)).repository).toBe(repository);
  });

  test.each([
    ["a fork's", "mallory/ethereum", { GITHUB_REPOSITORY: "acme/ethereum" }, "(GITHUB_REPOSITORY), whose owner is"],
    [
      "a fork's, on GitLab",
      "mallory/ethereum",
      { CI_PROJECT_PATH: "acme/ethereum" },
      "(CI_PROJECT_PATH), whose owner is",
    ],
    ["one in a group of GitHub", "acme/chains/ethereum", {}, "must be owner/name where ciPlatform"],
    ["one with the id of the owner alone", "acme@1/ethereum", {}, "with the id of both or of none"],
    [
      "one with ids on GitLab",
      "acme@1/ethereum@2",
      { ETHNODE_CI_PLATFORM: "gitlab" },
      "must have no ids where ciPlatform",
    ],
    [
      "one with a role of the state",
      "acme/ethereum",
      { ETHNODE_STATE_ROLE_ARN: STATE_ROLE },
      "must be given without stateRoleArn",
    ],
  ])("%s is refused in one line", (_, repository, more, must) => {
    const [, ...problems] = messageOf(() => read(withBucket(repository, more))).split("\n");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("repository (environment variable ETHNODE_REPOSITORY) must");
    expect(problems[0]).toContain(must);
    expect(problems[0]).toContain(`got "${repository}"`);
  });
});

test("an Elastic IP without a public address is refused", () => {
  expect(() => read({ ETHNODE_ELASTIC_IP: "true", ETHNODE_PUBLIC_ADDRESS: "false" })).toThrow(
    'elasticIp (environment variable ETHNODE_ELASTIC_IP) must be false where publicAddress (ETHNODE_PUBLIC_ADDRESS) is false; got "true"',
  );
});
