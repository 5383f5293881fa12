import { z } from "zod";
import { consensusClients, executionClients } from "../../modules/clients/catalogue";
import { CHECKPOINT_URLS_RULE } from "../../modules/clients/checkpoint-url";
import { dangerousApis } from "../../modules/clients/client-choice-problems";
import { MONITOR_PAGES } from "../../modules/monitor-contract";
import { optional, type Setting, withDefault } from "./setting";
import { flag, listOf, oneOf, text, wholeNumber, wordsOf } from "./setting-kinds";

const IMAGE =
  /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)+(:(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/;
const DNS_LABEL = /^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-[1-9][0-9]?$/;
const ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const BUCKET =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(--ol-s3|-s3alias|--x-s3|--table-s3)$)(?!.*(\.\.|\.-|-\.))(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const BRANCH = /^(?!.*(\.\.|\/\/|\/\.|\.lock(\/|$)|[./]$))[A-Za-z0-9][\w./-]{0,254}$/;
const REPOSITORY = /^[A-Za-z0-9][\w.-]*(@[1-9]\d*)?(\/[A-Za-z0-9_.][\w.-]*(@[1-9]\d*)?)+$/;
const ENVIRONMENT = /^[A-Za-z0-9][\w.-]{0,99}$/;
const PREFIX = /^([A-Za-z0-9][\w.-]*\/)+$/;

/** In words, after "must be" or "be". */
export const BUCKET_NAME_RULE =
  "an S3 bucket name: 3-63 of a-z, 0-9, - and single dots, beginning and ending with a letter or digit, no IP address and without what S3 keeps for itself (xn--, sthree-, amzn-s3-demo-; --ol-s3, -s3alias, --x-s3, --table-s3)";

const label = ["be a DNS label: 1-24 of a-z, 0-9 and -, beginning with a letter", DNS_LABEL] as const;
const region = text(["be an AWS region such as eu-central-1", REGION]);
const image = text(["be an image URI with a registry, a repository and a tag, not latest, a digest or both", IMAGE]);
const VERSION_RULE =
  "be the tag of one version, such as v1.2.3 or v1.2.3@sha256:<64 hex digits>, and none that moves, such as latest";
const WITH_CONSENSUS_CLIENT = "be given with a consensus client in a container of its own only";
const VALIDATOR = /^(new|0x[0-9a-f]{40})$/i;
const PRIVATE_ONLY = "be given with chain private only";

/** What the changes come to. A test holds each setting to its own. */
export const CHANGES = {
  replaces: "**Replaces the instance** of every node; the disk stays and goes over to the next one.",
  restarts: "**Restarts the clients** of every node; the instances stay.",
  neither: "Neither instances nor clients notice.",
} as const;

/** Which clients run. */
const clients = {
  client: withDefault(oneOf(Object.keys(executionClients)), "parity", {
    meaning: "The execution client: [which one for what](clients.md).",
    change: `${CHANGES.replaces} The new client begins with an empty database, and the host refuses to start it while the former one's data is on the disk: [switch-clients](runbooks/switch-clients.md).`,
  }),
  clientVersion: optional(text(), "the one that the project was [checked with](clients.md)", {
    meaning: "Upstream tag of the execution client's image, alone or with its digest.",
    rules: [VERSION_RULE],
    change: `${CHANGES.restarts} Most clients migrate their database at the first start, and none goes back: [switch-clients](runbooks/switch-clients.md).`,
  }),
  consensusClient: optional(
    oneOf([...Object.keys(consensusClients), "built-in", "none"]),
    "`lighthouse`; `built-in` with erigon; `none` with parity, and on the chains dev and private",
    {
      meaning: "The consensus client beside the execution client, or the one inside it.",
      rules: ["be one that the client works with on this chain"],
      change: `${CHANGES.replaces} The new one begins from a checkpoint, in minutes; the execution client's data is not touched.`,
    },
  ),
  consensusClientVersion: optional(text(), "the one that the project was [checked with](clients.md)", {
    meaning: "The same as `clientVersion`, for the consensus client.",
    rules: [VERSION_RULE, WITH_CONSENSUS_CLIENT],
    change: CHANGES.restarts,
  }),
  chain: withDefault(text(), "mainnet", {
    meaning:
      "The chain: `mainnet`, `sepolia`, `hoodi`, `xdai`, `dev` or `private`, [as the client has them](clients.md).",
    rules: ["be a chain that the client runs"],
    change: `${CHANGES.replaces} The host refuses a disk that holds another chain: give the new one a deployment of its own.`,
  }),
  nodeType: optional(
    oneOf(["full", "history-expired", "archive"]),
    "`full` with parity, `history-expired` with the others where they have it on the chain, else `full`",
    {
      meaning: "Which part of the history a node keeps; `history-expired` leaves the blocks before the Merge out.",
      rules: ["be one that the client has on the chain"],
      change: `${CHANGES.replaces} Most ways need a new sync: [switch-clients](runbooks/switch-clients.md).`,
    },
  ),
  architecture: optional(
    oneOf(["arm64", "x86_64"]),
    "`arm64` (Graviton) where the images of all clients exist for it, else `x86_64`",
    {
      meaning: "Processor of image, instance and AMI.",
      rules: ["be one that the images of all clients exist for"],
      change: `${CHANGES.replaces} \`instance_type\`, \`ami_parameter\` and \`ami_id\` must be of the same architecture.`,
    },
  ),
  image: optional(image, "built from `docker/` and pushed to the stack's ECR repository", {
    meaning:
      "URI of a ready image of the execution client, by tag, digest or both: one that [`bin/image`](deploy.md#the-images-in-ci) pushed, or one that [knows the user `ethereum`](decisions/0034-a-client-can-do-nothing-else.md).",
    rules: ["be, beside a version or a chain specification, what bin/image pushes for these settings"],
    change: CHANGES.restarts,
  }),
  consensusImage: optional(image, "the same", {
    meaning: "The same for the consensus client.",
    rules: [WITH_CONSENSUS_CLIENT],
    change: CHANGES.restarts,
  }),
  extraArguments: withDefault(wordsOf(text()), [], {
    meaning:
      "Flags added to the execution client's command line, such as `--cache=4096`. They stand in plan, state and logs.",
    rules: [
      "hold flags that begin with --, each with its value behind =, or a number behind a space",
      "hold none that the project sets itself, none that could open the node or hold a secret, and none that says where a file or which chain is",
    ],
    change: CHANGES.restarts,
  }),
  consensusExtraArguments: withDefault(wordsOf(text()), [], {
    meaning: "The same for the consensus client.",
    rules: [WITH_CONSENSUS_CLIENT],
    change: CHANGES.restarts,
  }),
  checkpointUrls: optional(listOf(text()), "public ones of the chain", {
    meaning:
      "Beacon APIs from one of which the consensus client begins; the host tries them. A provider that wants a key is not supported: give a beacon node of your own a name, or make the first start from a public one.",
    rules: [CHECKPOINT_URLS_RULE],
    change: `${CHANGES.replaces} A client that has begun does not ask again.`,
  }),
  chainSpecFile: optional(text(), "none", {
    meaning: "Path of a JSON file: Parity's chain specification, or geth's genesis. It goes into the image.",
    rules: ["name a JSON file that the client takes", PRIVATE_ONLY],
    change: `${CHANGES.replaces} The host refuses a disk that holds another chain.`,
  }),
  bootnodes: withDefault(listOf(text()), [], {
    meaning:
      "The first peers of a private chain, in place of those in the chain specification. A node's own enode URL is [in its host's log](deploy.md#where-peers-find-a-node). A client asks for a host name when it starts, and ends if nobody answers.",
    rules: [
      "hold enode URLs (enode://<128 hex digits>@<host>:<port>, and ?discport=<port> at will), by host name, or by an IPv4 address that other hosts reach",
      PRIVATE_ONLY,
    ],
    change: CHANGES.restarts,
  }),
  reservedPeers: withDefault(listOf(text()), [], {
    meaning: "Peers that always have a place, beside all others: of a validator, the other validators.",
    rules: ["hold enode URLs, as `bootnodes` do", "be given with chain private and client parity only"],
    change: CHANGES.restarts,
  }),
  validator: optional(
    text(["be new, or an address: 0x and 40 hex digits", VALIDATOR]),
    "the node follows and seals nothing",
    {
      meaning:
        "`new` makes the key of a validator on the chain disk, and tells its address in the client's log; with that address here the node seals: [a validator](deploy.md#a-validator-of-a-private-chain).",
      rules: [
        "be given with chain private, client parity and an Aura chain only",
        "stand in the chain specification, where that lists its validators",
      ],
      change: CHANGES.restarts,
    },
  ),
};

/** Who may call. */
const rpc = {
  rpcApis: withDefault(listOf(text()), ["eth", "net", "web3"], {
    meaning: "APIs over HTTP and websocket. The synth warns of what one of them needs.",
    rules: [
      "hold APIs that the client offers, and none of those that [nobody may choose](decisions/0038-what-a-client-opens.md)",
    ],
    change: `${CHANGES.restarts} Parity's \`traces\` needs a new sync: [switch-clients](runbooks/switch-clients.md).`,
  }),
  dangerousRpcApis: withDefault(listOf(text()), [], {
    meaning: `Those of them that are dangerous, named once more: ${Object.keys(dangerousApis)
      .map((api) => `\`${api}\``)
      .join(", ")}.`,
    rules: ["hold only what rpcApis holds"],
    change: `${CHANGES.restarts} Alone it changes nothing.`,
  }),
  rpcHosts: withDefault(listOf(text()), [], {
    meaning: "Names under which the RPC is called beside the nodes' own: of a load balancer, a CNAME.",
    rules: ["hold host names in lower case and IPv4 addresses, without a port"],
    change: CHANGES.restarts,
  }),
  rpcCorsOrigins: withDefault(listOf(text()), [], {
    meaning: "Origins of web pages that may call the RPC from a browser; none: no page may.",
    rules: ["hold origins, https://<host name>[:<port>] or http://…, and no wildcard"],
    change: CHANGES.restarts,
  }),
};

/** How the nodes are watched. */
const watch = {
  monitor: withDefault(flag(), true, {
    meaning:
      "Whether a monitor runs beside the clients of each node: it judges whether the node may be asked, and prints the metrics.",
    change: CHANGES.restarts,
  }),
  monitorPages: withDefault(listOf(oneOf([...MONITOR_PAGES, "none"])), [...MONITOR_PAGES], {
    meaning:
      "What the monitor answers to the access group, at port 9600 of each node: `ready` (`/ready`, 200 or 503), `metrics` (`/metrics`, for Prometheus), `page` (`/`, `/status` and `/history`). `none` closes the port.",
    change: CHANGES.restarts,
  }),
  monitorImage: optional(image, "built and pushed to the stack's ECR repository", {
    meaning: "URI of a ready image of the monitor: one that [`bin/image`](deploy.md#the-images-in-ci) pushed.",
    change: CHANGES.restarts,
  }),
  referenceUrl: optional(text(), "none", {
    meaning:
      "JSON-RPC of somebody else's node on the same chain: the monitor tells how far the node is from it. Whether a node may be asked never depends on it alone. It stands in plan and state.",
    change: CHANGES.restarts,
  }),
};

/** Which nodes there are, and where. */
const nodes = {
  name: withDefault(
    text(
      label,
      ["not begin with aws or ssm, which SSM parameter names reserve", /^(?!aws|ssm)/],
      [
        "not begin with xn--, sthree- or amzn-s3-demo-, which S3 takes in no bucket of that name",
        /^(?!xn--|sthree-|amzn-s3-demo-)/,
      ],
    ),
    "mainnet-parity",
    {
      meaning: "Prefix of every name in AWS, and the folder of the state in its bucket.",
      change: "**Refused** on a state that is there: another name is another deployment, with a state of its own.",
    },
  ),
  region: withDefault(region, "eu-central-1", {
    meaning:
      "AWS region. `AWS_REGION` and `AWS_DEFAULT_REGION` count too where it is not set; the output `region` tells it in the plan.",
    change: "**Refused** on a state that is there: another region is another deployment.",
  }),
  nodeCount: optional(wholeNumber(1, 50), "1, or the number of `nodeNames`", {
    meaning: "Number of nodes, with the names `node-0`, `node-1`, ….",
    change: `As of \`nodeNames\`. ${CHANGES.neither}`,
  }),
  nodeNames: optional(listOf(text(label)), "`node-0`, `node-1`, …", {
    meaning: "Names of the nodes. A node's place in the list is its availability zone.",
    change: `Adds nodes at the end of the list; a removed one is **refused** unless \`retiredNodes\` names it: [add-or-remove-a-node](runbooks/add-or-remove-a-node.md). ${CHANGES.neither}`,
  }),
  retiredNodes: withDefault(listOf(text(label)), [], {
    meaning: "Removed nodes whose disks may go, each after a final snapshot.",
    change: `Lets the plan **destroy the disks** of these nodes. ${CHANGES.neither}`,
  }),
  protectChainDisk: withDefault(flag(), true, {
    meaning: "Whether Terraform refuses every plan that would destroy a chain volume.",
    change: CHANGES.neither,
  }),
  recycleBinDays: optional(wholeNumber(1, 365), "no Recycle Bin", {
    meaning: "Days for which a deleted chain volume or snapshot [can come back](runbooks/destroy.md); billed.",
    change: `${CHANGES.neither} What is in the bin stays there as long as it was told when it came.`,
  }),
  publicAddress: withDefault(flag(), true, {
    meaning:
      "Whether each node has a public address. `false` is for private subnets with a NAT gateway or the like; no peer can call the nodes then, so they find only those that they call.",
    change: CHANGES.replaces,
  }),
  elasticIp: withDefault(flag(), false, {
    meaning:
      "Whether each node keeps its public address, and so its enode URL, when its instance is replaced; billed, as every public address is.",
    change: CHANGES.replaces,
  }),
};

/** Under which names. */
const zone = {
  dnsZone: withDefault(oneOf(["public", "private"]), "private", {
    meaning:
      "`private`: the zone answers in the nodes' VPC, and in those that you associate. `public`: to the world, with a `dns_name` that can be delegated.",
    change: "**Refused** while `protectZone` is true; else the zone is made anew.",
  }),
  zoneId: optional(
    text(["be the id of a Route53 zone such as Z0123456789ABCDEFGHIJ", ZONE_ID]),
    "the stack makes a zone",
    {
      meaning: "A Route53 zone that is there, of the kind that `dnsZone` says.",
      change: `**Refused** while \`protectZone\` is true; else: ${CHANGES.replaces}`,
    },
  ),
  protectZone: withDefault(flag(), true, {
    meaning:
      "Whether Terraform refuses to destroy a public zone that it made, whose delegation is lost with it, and to give the nodes another zone ([decision 39](decisions/0039-the-zone-stays.md)).",
    change: CHANGES.neither,
  }),
};

/** Where the state is: [bootstrap-state](runbooks/bootstrap-state.md). */
const state = {
  stateBucket: optional(text([`be ${BUCKET_NAME_RULE}`, BUCKET]), "local files", {
    meaning: "S3 bucket of the state, which is locked and encrypted there.",
    change: `Moves the state, with \`--migrate-state\`. ${CHANGES.neither}`,
  }),
  stateRegion: optional(region, "`region`", {
    meaning: "Region of that bucket.",
    change: `For good: a bucket does not move. ${CHANGES.neither}`,
  }),
  stateKmsKeyArn: optional(text(), "S3's own key", {
    meaning: "KMS key of bucket and state.",
    change: `Objects come under the new key as they are next written. ${CHANGES.neither}`,
  }),
  stateRoleArn: optional(
    text(["be the ARN of an IAM role (arn:aws:iam::<account id>:role/<name>)", ROLE]),
    "whoever runs Terraform",
    {
      meaning: "Role as which Terraform reads and writes the state, and nothing else.",
      change: CHANGES.neither,
    },
  ),
};

/** How reviewed plans are kept and applied: [delivery](delivery.md). */
const delivery = {
  mainBranch: withDefault(text(["be the name of a branch, such as main", BRANCH]), "main", {
    meaning: "Branch that must hold a commit before `bin/apply` applies its plan.",
    change: CHANGES.neither,
  }),
  repository: optional(text(["be one repository, owner/name, without wildcards", REPOSITORY]), "no delivery stack", {
    meaning:
      "Whose workflows may plan and apply: adds the stack `delivery` with [their roles](delivery.md#identity). On GitHub, where its tokens have them, with the ids: `owner@123/name@456`; on GitLab with all groups.",
    rules: [
      "be of two names on GitHub, and have an id in both of them or in none",
      "have no ids on GitLab",
      "be, in a job of CI, the repository that the job runs for, and not one that it is a fork of",
    ],
    change: `As of the next \`npx cdktf deploy delivery\`. ${CHANGES.neither}`,
  }),
  ciPlatform: withDefault(oneOf(["github", "gitlab"]), "github", {
    meaning: "Where the workflows run: github.com or gitlab.com.",
    change: `Makes the roles trust the other one; its provider in IAM stays protected. ${CHANGES.neither}`,
  }),
  ciProviderExists: withDefault(flag(), false, {
    meaning:
      "Whether the account has the platform's identity provider already: it can hold one of each, and the stack then uses that one.",
    change: CHANGES.neither,
  }),
  applyEnvironments: withDefault(
    listOf(text(["be the name of an environment: 1-100 letters, digits, _, . and -", ENVIRONMENT])),
    ["production", "destroy"],
    {
      meaning:
        "Environments of GitHub whose jobs may apply. GitLab tells AWS of no environment: there the main branch counts.",
      change: CHANGES.neither,
    },
  ),
  planPrefix: optional(
    text(["be the folder of keys in a bucket, of letters, digits, _, . and -, with a / at its end", PREFIX]),
    "`plans/<name>/`",
    {
      meaning: "Where `bin/plan` puts its bundles in the state bucket; without one, in the folder `.delivery`.",
      change: `Bundles under the former prefix are not found any more. ${CHANGES.neither}`,
    },
  ),
};

/** Every setting, as the documents show them. */
export const settingGroups: Readonly<Record<string, Readonly<Record<string, Setting>>>> = {
  "Which clients run": clients,
  "Who may call": rpc,
  "How they are watched": watch,
  "Which nodes there are": nodes,
  "Under which names": zone,
  "Where the state is": state,
  "How it is delivered": delivery,
};

/** Every setting, by its key in the context of cdktf. */
export const settingsTable = { ...clients, ...rpc, ...watch, ...nodes, ...zone, ...state, ...delivery };

type ValuesOf<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends { schema: z.ZodType<infer Value> } ? Value : never;
};

export type SettingKey = keyof typeof settingsTable;
/** What the settings say, defaults included. */
export type SettingValues = ValuesOf<typeof settingsTable>;
/** Those that decide which clients run, and how. */
export type ClientSettingKey = keyof typeof clients | keyof typeof rpc;
export type ClientSettings = Pick<SettingValues, ClientSettingKey>;

/** Reads all of them at once, each as the environment or the context has it. */
export const settingsSchema = z.object(
  Object.fromEntries(Object.entries(settingsTable).map(([key, { schema }]) => [key, schema])),
) as unknown as z.ZodType<SettingValues>;
