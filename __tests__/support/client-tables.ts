import { consensusClients, executionClients } from "../../modules/clients/catalogue";
import { type ClientRun, CONSENSUS_VOLUME_SIZE_GIB } from "../../modules/clients/node-profile";
import { everyChoice, everyPair } from "../../stacks/settings/every-choice";
import { table } from "./markdown";
import { nodeClients } from "./node-clients";
import { resources, synthesize } from "./synthesize";

const TESTNET = "hoodi";

/** The catalogue: which client for what. */
export function catalogueTable(): string {
  const execution = Object.values(executionClients).map((client) => {
    const nodeTypes = Object.entries(client.chains.mainnet ?? {});
    const disks = nodeTypes.map(([type, sizing]) => `${type} ${thousands(sizing.volumeSizeGiB)}`);
    const [first] = nodeTypes;
    const machine = client.chains.mainnet?.[client.defaultNodeType] ?? first?.[1];
    const instance = machine?.instanceType.arm64 ?? machine?.instanceType.x86_64;
    return [
      `\`${client.name}\``,
      client.version,
      Object.keys(client.chains).join(", "),
      disks.join(", "),
      instance,
      client.firstSync,
    ];
  });
  const consensus = Object.values(consensusClients).map(({ chains, name, peerPorts, restPort, version }) => [
    `\`${name}\``,
    version,
    Object.keys(chains).join(", "),
    `+ ${CONSENSUS_VOLUME_SIZE_GIB.mainnet}`,
    `+ ${(chains.mainnet?.memoryReservationMiB ?? 0) / 1024} GiB`,
    peerPorts.map(({ port, protocols }) => `${port}/${protocols.join("+")}`).join(", "),
    String(restPort),
  ]);
  return [
    ...table(["execution", "checked", "chains", "mainnet disk, GiB", "instance", "first sync of mainnet"], execution),
    "",
    ...table(
      [
        "consensus",
        "checked",
        "chains",
        "disk, GiB",
        "memory reserved",
        "peers' ports",
        "beacon API, in the task only",
      ],
      consensus,
    ),
  ].join("\n");
}

/** Every pair on mainnet as it is synthesized, in its default node type and architecture. */
export function pairTable(): string {
  const header = [
    "pair",
    "open to peers",
    "open to the access group",
    "disk (minimum)",
    "IOPS, MiB/s",
    "instance",
    "reserved MiB",
    "stop s",
  ];
  return table(header, everyPair().map(pairRow)).join("\n");
}

function pairRow(environment: NodeJS.ProcessEnv): (string | undefined)[] {
  const clients = nodeClients(environment);
  const rules = resources(synthesize(environment).node, "aws_security_group_rule").filter(
    ({ type }) => type === "ingress",
  );
  const ports = (matches: (rule: (typeof rules)[number]) => boolean) =>
    [...new Set(rules.filter(matches).map(({ from_port, protocol }) => `${from_port}/${protocol}`))].sort().join(" ");
  const { sizing } = clients;
  return [
    `${environment.ETHNODE_CLIENT} ${environment.ETHNODE_CONSENSUS_CLIENT ?? ""}`.trim(),
    ports(({ cidr_blocks }) => String(cidr_blocks).includes("p2p_cidrs")),
    ports((rule) => "source_security_group_id" in rule),
    `${sizing.volumeSizeGiB} (${sizing.minimumVolumeSizeGiB})`,
    `${sizing.volumeIops}, ${sizing.volumeThroughputMiBps}`,
    sizing.instanceType,
    clients.all.map(({ memoryReservationMiB }) => memoryReservationMiB).join(" + "),
    clients.all.map(({ profile }) => profile.stopTimeoutSeconds).join(" + "),
  ];
}

/** Every client's command lines: the first of each in full, of the others what differs. */
export function commandLines(): string {
  const runs = new Map<string, Map<string, ClientRun>>();
  for (const environment of everyChoice()) {
    const { all, chain } = nodeClients(environment);
    if (chain !== TESTNET && chain !== "mainnet") {
      continue;
    }
    for (const run of all) {
      const isExecution = run.profile.name === environment.ETHNODE_CLIENT;
      const builtIn = environment.ETHNODE_CONSENSUS_CLIENT === "built-in" ? ", built-in consensus" : "";
      const title = isExecution ? `${chain}, ${environment.ETHNODE_NODE_TYPE}${builtIn}` : chain;
      const known = runs.get(run.profile.name) ?? new Map();
      runs.set(run.profile.name, known.has(title) ? known : known.set(title, run));
    }
  }
  const sections = [...runs].flatMap(([name, variants]) => {
    const [[firstTitle, first], ...others] = [...variants] as [[string, ClientRun], ...[string, ClientRun][]];
    const environment = Object.entries(first.environment).map(([key, value]) => `${key}=${value}`);
    return [
      "",
      `### ${name}`,
      "",
      `\`${first.profile.image}:${first.version}\`, flags after ${first.profile.flagsSource}.`,
      "",
      "```",
      `# ${firstTitle}`,
      ...environment,
      [first.profile.program, ...first.command].join("\n  "),
      ...(first.checkpointSyncCommand.length === 0
        ? []
        : ["# before the first start", [first.profile.program, ...first.checkpointSyncCommand].join("\n  ")]),
      ...others.flatMap(([title, run]) => [`# ${title}`, ...difference(first.command, run.command)]),
      "```",
    ];
  });
  return sections.slice(1).join("\n");
}

function difference(one: readonly string[], other: readonly string[]): string[] {
  return [
    ...one.filter((argument) => !other.includes(argument)).map((argument) => `- ${argument}`),
    ...other.filter((argument) => !one.includes(argument)).map((argument) => `+ ${argument}`),
  ];
}

function thousands(number: number): string {
  return number.toLocaleString("en");
}
