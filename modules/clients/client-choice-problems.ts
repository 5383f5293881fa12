import { isIPv4 } from "node:net";
import { hasAddressOfNoOtherHost, hasIPv6Address, isBootnode } from "./bootnode";
import { CHECKPOINT_URLS_RULE, isCheckpointUrl, withoutSecrets } from "./checkpoint-url";
import { CHAINS_WITHOUT_CONSENSUS, type ClientChoice } from "./client-choice";
import { consensusCommand, executionCommand } from "./client-command";
import { extraArgumentsRule } from "./extra-arguments";
import { isHostName } from "./host-name";
import { readJsonFile } from "./json-file";
import { sealingAddress } from "./validator";

/** APIs that nobody should reach over the network without having thought of it, each with the reason. */
export const dangerousApis: Readonly<Record<string, string>> = {
  admin: "it changes the node's peers and opens more doors",
  debug: "one call can rewind the chain or keep the node busy for minutes",
  miner: "it changes what the node seals",
  overlay: "one call runs the caller's own code over many blocks",
  parity_accounts: "it handles keys",
  parity_set: "it changes the node's settings, and fetches any URL that it is told to",
  personal: "it handles keys",
  reth: "it switches and clears the node's compiler, and one call executes many blocks again",
  secretstore: "it handles keys",
};

const ORIGIN = /^(https?):\/\/([^:/]+)(?::([0-9]{1,5}))?$/;
const VERSION = /^v?[0-9A-Za-z_][0-9A-Za-z_.-]*(@sha256:[0-9a-f]{64})?$/;

/** What is wrong with a choice of clients: which part of it, and the rule that it breaks, after "must". */
export interface ClientChoiceProblem {
  readonly key: keyof ClientChoice;
  readonly rule: string;
  /** As a message may show it: without secrets. */
  readonly got: unknown;
}

/** Everything that is wrong with a choice of clients; empty where all is well. */
export function clientChoiceProblems(choice: ClientChoice): ClientChoiceProblem[] {
  const { chain, execution } = choice;
  const nodeTypes = Object.hasOwn(execution.chains, chain) ? execution.chains[chain] : undefined;
  if (nodeTypes === undefined) {
    const known = `be a chain that ${execution.name} runs: ${Object.keys(execution.chains).join(", ")}`;
    const { refusedChains = {} } = execution;
    const rule = Object.hasOwn(refusedChains, chain) ? `not be ${chain}, as ${refusedChains[chain]}` : known;
    return [{ key: "chain", rule, got: chain }];
  }
  const problems = [...consensusProblems(choice), ...apiProblems(choice), ...privateChainProblems(choice)];
  const report = (key: keyof ClientChoice, rule: string, got: unknown = choice[key]) =>
    problems.push({ key, rule, got });

  if (nodeTypes[choice.nodeType] === undefined) {
    report("nodeType", `be one that ${execution.name} has on ${chain}: ${Object.keys(nodeTypes).join(", ")}`);
  }
  const clients = [execution, ...(typeof choice.consensus === "object" ? [choice.consensus] : [])];
  for (const { name, architectures } of clients) {
    if (!architectures.includes(choice.architecture)) {
      report("architecture", `be one that the image of ${name} exists for: ${architectures.join(", ")}`);
    }
  }
  for (const key of ["executionVersion", "consensusVersion"] as const) {
    const version = choice[key];
    if (version !== undefined && !(VERSION.test(version) && /\d+\.\d+/.test(version))) {
      report(
        key,
        "be the tag of one version, such as v1.2.3 or v1.2.3@sha256:<64 hex digits>, and none that moves, such as latest",
      );
    }
  }
  return problems.length === 0 ? extraArgumentsProblems(choice) : problems;
}

function extraArgumentsProblems(choice: ClientChoice): ClientChoiceProblem[] {
  const { chain, consensus, consensusExtraArguments, execution, extraArguments } = choice;
  const rules = {
    extraArguments: extraArgumentsRule(execution.name, executionCommand(choice), extraArguments),
    consensusExtraArguments:
      typeof consensus === "object"
        ? extraArgumentsRule(consensus.name, consensusCommand(consensus, chain), consensusExtraArguments)
        : consensusExtraArguments.length === 0
          ? undefined
          : "be given with a consensus client in a container of its own only",
  };
  // Not what was got: a secret may be the very fault.
  return Object.entries(rules).flatMap(([key, rule]) =>
    rule === undefined
      ? []
      : [{ key: key as keyof typeof rules, rule, got: choice[key as keyof typeof rules].map(flagOnly) }],
  );
}

function flagOnly(argument: string): string {
  return argument.startsWith("-") ? argument.replace(/=.*/s, "=…") : "…";
}

function consensusProblems({ chain, checkpointUrls, consensus, execution }: ClientChoice): ClientChoiceProblem[] {
  const problems: ClientChoiceProblem[] = [];
  const name = typeof consensus === "object" ? consensus.name : consensus;
  const report = (rule: string) => problems.push({ key: "consensus", rule, got: name ?? "none" });
  if (!execution.hasEngineApi || CHAINS_WITHOUT_CONSENSUS.includes(chain)) {
    if (consensus !== undefined) {
      report(
        `be none, as ${execution.hasEngineApi ? `chain ${chain}` : execution.name} works with no consensus client`,
      );
    }
  } else if (consensus === undefined) {
    report(`name a consensus client, without which ${execution.name} cannot follow ${chain}`);
  } else if (consensus === "built-in") {
    if (execution.builtInConsensus === undefined) {
      report(`name a consensus client, as ${execution.name} has none built in`);
    }
  } else if (!Object.hasOwn(consensus.chains, chain)) {
    report(`be a client that follows ${chain}`);
  }
  const badUrls = checkpointUrls.filter((url) => !isCheckpointUrl(url));
  if (badUrls.length > 0) {
    problems.push({ key: "checkpointUrls", rule: CHECKPOINT_URLS_RULE, got: badUrls.map(withoutSecrets) });
  } else if (problems.length === 0 && consensus !== undefined && checkpointUrls.length === 0) {
    const rule = "hold one or more https URLs: a consensus client must not begin at genesis";
    problems.push({ key: "checkpointUrls", rule, got: checkpointUrls });
  }
  return problems;
}

function apiProblems({
  dangerousRpcApis,
  execution,
  rpcApis,
  rpcCorsOrigins,
  rpcHosts,
}: ClientChoice): ClientChoiceProblem[] {
  const problems: ClientChoiceProblem[] = [];
  const refused = rpcApis.filter((api) => Object.hasOwn(execution.refusedApis ?? {}, api));
  for (const api of refused) {
    problems.push({ key: "rpcApis", rule: `not hold ${api}, as ${execution.refusedApis?.[api]}`, got: rpcApis });
  }
  const unknown = rpcApis.filter((api) => !execution.apis.includes(api) && !refused.includes(api));
  if (unknown.length > 0 || rpcApis.length === 0) {
    const rule = `hold APIs that ${execution.name} offers: ${execution.apis.join(", ")}`;
    problems.push({ key: "rpcApis", rule, got: rpcApis });
  }
  for (const api of rpcApis.filter((name) => execution.apis.includes(name))) {
    if (Object.hasOwn(dangerousApis, api) && !dangerousRpcApis.includes(api)) {
      const rule = `not hold ${api}, as ${dangerousApis[api]}; whoever needs it names it in dangerousRpcApis too`;
      problems.push({ key: "rpcApis", rule, got: rpcApis });
    }
  }
  const badHosts = rpcHosts.filter((host) => !isHostName(host) && !isIPv4(host));
  if (badHosts.length > 0) {
    problems.push({
      key: "rpcHosts",
      rule: "hold host names in lower case and IPv4 addresses, without a port",
      got: badHosts,
    });
  }
  const badOrigins = rpcCorsOrigins.filter((origin) => !isOrigin(origin));
  if (badOrigins.length > 0) {
    const rule =
      "hold origins of web pages, https://<host name in lower case>[:<port>] or http://…, without the port that a browser leaves " +
      "out, and no wildcard";
    problems.push({ key: "rpcCorsOrigins", rule, got: badOrigins });
  }
  const idle = dangerousRpcApis.filter((api) => !rpcApis.includes(api));
  if (idle.length > 0) {
    problems.push({ key: "dangerousRpcApis", rule: "hold only what rpcApis holds", got: idle });
  }
  return problems;
}

/** Whether a browser could send it so: of 443 and 80 it says nothing, and the clients compare the text. */
function isOrigin(text: string): boolean {
  const [, scheme, host, port] = ORIGIN.exec(text) ?? [];
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535 && !port.startsWith("0"));
  return (
    host !== undefined &&
    (isHostName(host) || isIPv4(host)) &&
    isPort &&
    port !== { https: "443", http: "80" }[`${scheme}`]
  );
}

function privateChainProblems(choice: ClientChoice): ClientChoiceProblem[] {
  const { chain, chainSpecFile, execution, validator } = choice;
  const problems: ClientChoiceProblem[] = [];
  if (chain !== "private") {
    if (chainSpecFile !== undefined) {
      problems.push({ key: "chainSpecFile", rule: "be given with chain private only", got: chainSpecFile });
    }
    for (const key of ["bootnodes", "reservedPeers"] as const) {
      if (choice[key].length > 0) {
        problems.push({ key, rule: "be given with chain private only", got: choice[key] });
      }
    }
    if (validator !== undefined) {
      problems.push({ key: "validator", rule: "be given with chain private only", got: validator });
    }
    return problems;
  }
  const rule = chainSpecRule(choice);
  if (rule !== undefined) {
    problems.push({ key: "chainSpecFile", rule, got: chainSpecFile ?? "none" });
  }
  for (const key of ["bootnodes", "reservedPeers"] as const) {
    const bad = choice[key].filter((url) => !isBootnode(url));
    if (bad.length > 0) {
      problems.push({ key, rule: enodeRule(bad), got: bad });
    }
  }
  if (choice.reservedPeers.length > 0 && !execution.takesReservedPeers) {
    problems.push({ key: "reservedPeers", rule: `be empty with ${execution.name}`, got: choice.reservedPeers });
  }
  return problems.length === 0 && validator !== undefined ? validatorProblems(choice) : problems;
}

/** What enode URLs must be of which these are none. */
function enodeRule(bad: readonly string[]): string {
  if (bad.every(hasAddressOfNoOtherHost)) {
    return "hold the address under which other hosts find the peer, not the one that it has for itself";
  }
  return bad.every(hasIPv6Address)
    ? "hold no IPv6 address, as the nodes have none and reach none: name the IPv4 address or the host name"
    : "hold enode URLs (enode://<128 hex digits, a node's public key>@<IPv4 address or host name>:<port>, and ?discport=<port> at will; ports from 1 to 65535)";
}

function validatorProblems(choice: ClientChoice): ClientChoiceProblem[] {
  const { chainSpecFile, dangerousRpcApis, execution, validator } = choice;
  if (execution.validator === undefined) {
    return [
      { key: "validator", rule: `not be given with ${execution.name}, which seals no blocks here`, got: validator },
    ];
  }
  const problems: ClientChoiceProblem[] = [];
  const file = readJsonFile(chainSpecFile as string);
  const rule = "value" in file ? execution.validator.chainSpecRule(file.value, sealingAddress(choice)) : file.rule;
  if (rule !== undefined) {
    problems.push({ key: "chainSpecFile", rule, got: chainSpecFile });
  }
  if (dangerousRpcApis.length > 0) {
    const got = dangerousRpcApis;
    problems.push({
      key: "dangerousRpcApis",
      rule: "be empty on a validator, whose key or signer a caller could reach",
      got,
    });
  }
  return problems;
}

function chainSpecRule({ chainSpecFile, execution }: ClientChoice): string | undefined {
  if (chainSpecFile === undefined) {
    return "name a JSON file, as chain is private";
  }
  const file = readJsonFile(chainSpecFile);
  return "rule" in file ? file.rule : execution.chainSpecRule?.(file.value);
}
