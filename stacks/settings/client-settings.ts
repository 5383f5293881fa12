import { consensusClients, executionClients } from "../../modules/clients/catalogue";
import { CHAINS_WITHOUT_CONSENSUS, type ClientChoice } from "../../modules/clients/client-choice";
import { clientChoiceProblems } from "../../modules/clients/client-choice-problems";
import type { Architecture } from "../../modules/clients/client-profile";
import type { ConsensusProfile } from "../../modules/clients/consensus-profile";
import { defaultCheckpointUrls } from "../../modules/clients/default-checkpoint-urls";
import type { ExecutionProfile, NodeType } from "../../modules/clients/execution-profile";
import type { NodeProfile } from "../../modules/clients/node-profile";
import { clientImageBuild } from "../../modules/image/client-image-build";
import type { ClientSettings } from "./settings-table";

const DEFAULT_CONSENSUS_CLIENT = "lighthouse";

/** The setting behind each part of a choice of clients, where their names differ. */
const SETTING_OF: Readonly<Partial<Record<keyof ClientChoice, keyof ClientSettings>>> = {
  execution: "client",
  executionVersion: "clientVersion",
  consensus: "consensusClient",
  consensusVersion: "consensusClientVersion",
};

/** A setting that breaks a rule. */
export interface ClientSettingProblem {
  readonly key: keyof ClientSettings;
  /** After "must". */
  readonly rule: string;
  readonly got: unknown;
}

/** The choice of clients that the settings make, with the defaults that follow from one another. */
export function clientChoice(settings: ClientSettings): ClientChoice {
  const execution = executionClients[settings.client] as ExecutionProfile;
  const consensus = consensusOf(settings, execution);
  const profiles = typeof consensus === "object" ? [execution, consensus] : [execution];
  const { clientVersion, consensusClientVersion, chainSpecFile, validator } = settings;
  return {
    execution,
    chain: settings.chain,
    nodeType: settings.nodeType ?? defaultNodeType(execution, settings.chain),
    architecture: settings.architecture ?? defaultArchitecture(profiles),
    rpcApis: settings.rpcApis,
    dangerousRpcApis: settings.dangerousRpcApis,
    rpcHosts: settings.rpcHosts,
    rpcCorsOrigins: settings.rpcCorsOrigins,
    // As lists of them have it, and as the clients do not mind.
    checkpointUrls:
      settings.checkpointUrls?.map((url) => url.replace(/\/$/, "")) ?? defaultCheckpointUrls[settings.chain] ?? [],
    bootnodes: settings.bootnodes,
    reservedPeers: settings.reservedPeers,
    extraArguments: settings.extraArguments,
    consensusExtraArguments: settings.consensusExtraArguments,
    ...(consensus === undefined ? {} : { consensus }),
    ...(clientVersion === undefined ? {} : { executionVersion: clientVersion }),
    ...(consensusClientVersion === undefined ? {} : { consensusVersion: consensusClientVersion }),
    ...(chainSpecFile === undefined ? {} : { chainSpecFile }),
    // As the client prints it.
    ...(validator === undefined ? {} : { validator: validator.toLowerCase() }),
  };
}

/** Everything that is wrong with the choice, by the settings that made it. */
export function clientSettingProblems(settings: ClientSettings, choice: ClientChoice): ClientSettingProblem[] {
  const problems = clientChoiceProblems(choice).map(({ key, rule, got }) => ({
    key: SETTING_OF[key] ?? (key as keyof ClientSettings),
    rule,
    got,
  }));
  const report = (key: keyof ClientSettings, rule: string) => problems.push({ key, rule, got: settings[key] });
  if (typeof choice.consensus !== "object") {
    for (const key of ["consensusImage", "consensusClientVersion"] as const) {
      if (settings[key] !== undefined) {
        report(key, "be given with a consensus client only, which this node has none of in a container of its own");
      }
    }
  }
  return problems;
}

/**
 * Images that are not what other settings ask for: a version, or the chain specification that goes into the image. Only one
 * of these very settings has the tag that bin/image gives it.
 */
export function givenImageProblems(settings: ClientSettings, nodeProfile: NodeProfile): ClientSettingProblem[] {
  const { architecture, chainSpecFile, consensus, execution } = nodeProfile;
  return (
    [
      ["image", "clientVersion", execution],
      ["consensusImage", "consensusClientVersion", consensus],
    ] as const
  ).flatMap(([key, version, run]) => {
    const given = settings[key];
    const reason =
      settings[version] !== undefined ? version : chainSpecFile !== undefined ? "chainSpecFile" : undefined;
    if (given === undefined || run === undefined || reason === undefined) {
      return [];
    }
    const { tag } = clientImageBuild(run, architecture, chainSpecFile);
    const rule = `be, beside ${reason}, what bin/image pushes for these settings, with the tag ${tag}`;
    return new RegExp(`:${tag.replaceAll(".", "[.]")}(@|$)`).test(given) ? [] : [{ key, rule, got: given }];
  });
}

function consensusOf(
  { chain, consensusClient }: ClientSettings,
  execution: ExecutionProfile,
): ConsensusProfile | "built-in" | undefined {
  const needsNone = !execution.hasEngineApi || CHAINS_WITHOUT_CONSENSUS.includes(chain);
  const byDefault = execution.builtInConsensus === undefined ? DEFAULT_CONSENSUS_CLIENT : "built-in";
  const name = consensusClient ?? (needsNone ? "none" : byDefault);
  return name === "built-in" ? "built-in" : name === "none" ? undefined : consensusClients[name];
}

function defaultNodeType({ chains, defaultNodeType }: ExecutionProfile, chain: string): NodeType {
  const known = Object.hasOwn(chains, chain) ? (chains[chain] ?? {}) : {};
  return known[defaultNodeType] === undefined ? "full" : defaultNodeType;
}

function defaultArchitecture(profiles: readonly { architectures: readonly Architecture[] }[]): Architecture {
  return profiles.every(({ architectures }) => architectures.includes("arm64")) ? "arm64" : "x86_64";
}
