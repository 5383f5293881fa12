import { bootnodesWarning } from "./bootnodes-warning";
import { chainIdentitySha256 } from "./chain-identity";
import type { ClientChoice } from "./client-choice";
import { clientChoiceProblems } from "./client-choice-problems";
import { checkpointSyncCommand, consensusCommand, executionCommand, servesEngineApi } from "./client-command";
import { pathsOf } from "./client-paths";
import type { Architecture, ClientProfile, PeerPort } from "./client-profile";
import type { ConsensusProfile } from "./consensus-profile";
import type { ExecutionProfile, ExecutionSizing, NodeType } from "./execution-profile";
import { reservedPeersEnvironment } from "./reserved-peers";
import { sealingWarning, validatorEnvironment } from "./validator";

/**
 * Part of the chain volume for a consensus client, in GiB, by chain. The same for every client: another one must not change
 * the volume, which could not even shrink.
 */
export const CONSENSUS_VOLUME_SIZE_GIB: Readonly<Record<string, number>> = {
  mainnet: 200,
  sepolia: 120,
  hoodi: 150,
};

/** Free space below which no client of a public chain is started, since the chain grows on and a full disk can ruin a database. */
const MINIMUM_FREE_MIB = 10_240;

/** One client as a node runs it: what its image and its container need to know. */
export interface ClientRun {
  readonly profile: ClientProfile;
  /** Upstream tag, or `<tag>@<digest>`. */
  readonly version: string;
  readonly dataDirectory: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of a run before the first start; empty for none. */
  readonly checkpointSyncCommand: readonly string[];
  readonly peerPorts: readonly PeerPort[];
  /** Ports that members of the access group may call. */
  readonly rpcPorts: readonly number[];
  readonly memoryReservationMiB: number;
  /** Free space below which the entrypoint refuses to start it, in MiB. */
  readonly minimumFreeMiB: number;
}

/** What the machine of a node needs. */
export type NodeSizing = Omit<ExecutionSizing, "instanceType" | "memoryReservationMiB" | "minimumFreeMiB"> & {
  readonly instanceType: string;
};

/** The clients of a node: one alone, or execution and consensus client as one unit. */
export class NodeProfile {
  readonly execution: ClientRun & { readonly profile: ExecutionProfile };
  /** Undefined where the execution client is alone, or has one built in. */
  readonly consensus: ClientRun | undefined;
  /** Where the node's other containers find its beacon API; undefined where no client has one. */
  readonly beaconApi: { readonly container: string; readonly port: number } | undefined;
  readonly chain: string;
  readonly architecture: Architecture;
  readonly sizing: NodeSizing;
  readonly checkpointUrls: readonly string[];
  readonly chainSpecFile: string | undefined;
  /** SHA-256 sum of what makes a private chain this one; empty for a chain that is known by its name. */
  readonly chainIdentity: string;
  readonly nodeType: NodeType;
  /** Whether a consensus client, of this node or of the user's own, drives the execution client by its engine API. */
  readonly servesEngineApi: boolean;
  /** What a user must know of this choice. */
  readonly warnings: readonly string[];

  /** @throws Error that names a part of the choice, the rule that it breaks and the value got */
  constructor(choice: ClientChoice) {
    const [problem] = clientChoiceProblems(choice);
    if (problem !== undefined) {
      throw new Error(`${problem.key} must ${problem.rule}; got ${JSON.stringify(problem.got)}`);
    }
    const { chain, consensus, execution } = choice;
    const sizing = execution.chains[chain]?.[choice.nodeType] as ExecutionSizing;
    this.chain = chain;
    this.architecture = choice.architecture;
    this.checkpointUrls = consensus === undefined ? [] : choice.checkpointUrls;
    this.chainSpecFile = choice.chainSpecFile;
    this.chainIdentity = choice.chainSpecFile === undefined ? "" : chainIdentitySha256(choice.chainSpecFile);
    this.nodeType = choice.nodeType;
    this.servesEngineApi = servesEngineApi(choice);
    this.warnings = [
      sealingWarning(choice),
      ...choice.rpcApis.map((api) => execution.apiWarnings?.[api]),
      bootnodesWarning(choice),
    ].filter((warning) => warning !== undefined);
    this.execution = this.executionRun(choice, sizing);
    this.consensus = typeof consensus === "object" ? consensusRun(consensus, choice) : undefined;
    this.beaconApi = beaconApi(choice);
    this.sizing = this.nodeSizing(choice, sizing);
  }

  /** Execution client first. */
  get all(): readonly ClientRun[] {
    return this.consensus === undefined ? [this.execution] : [this.execution, this.consensus];
  }

  /** Seconds in which all clients, one after the other, close their databases. */
  get stopTimeoutSeconds(): number {
    return this.all.reduce((sum, { profile }) => sum + profile.stopTimeoutSeconds, 0);
  }

  private executionRun(choice: ClientChoice, sizing: ExecutionSizing) {
    const { execution: profile } = choice;
    const inside = choice.consensus === "built-in" ? profile.builtInConsensus : undefined;
    return {
      profile,
      version: choice.executionVersion ?? profile.version,
      dataDirectory: pathsOf(profile).dataDirectory,
      command: [...executionCommand(choice), ...choice.extraArguments],
      environment: {
        ...profile.environment?.(choice.chain),
        ...validatorEnvironment(choice),
        ...reservedPeersEnvironment(choice),
      },
      checkpointSyncCommand: [],
      peerPorts: [...profile.peerPorts, ...(inside?.peerPorts ?? [])],
      rpcPorts: [...new Set([profile.rpcPort, profile.wsPort])],
      memoryReservationMiB: sizing.memoryReservationMiB + (inside?.memoryReservationMiB ?? 0),
      minimumFreeMiB: sizing.minimumFreeMiB ?? MINIMUM_FREE_MIB,
    };
  }

  private nodeSizing({ architecture, chain, consensus }: ClientChoice, sizing: ExecutionSizing): NodeSizing {
    const added = consensus === undefined ? 0 : (CONSENSUS_VOLUME_SIZE_GIB[chain] ?? 0);
    return {
      minimumVolumeSizeGiB: sizing.minimumVolumeSizeGiB + added,
      volumeSizeGiB: sizing.volumeSizeGiB + added,
      volumeIops: sizing.volumeIops,
      volumeThroughputMiBps: sizing.volumeThroughputMiBps,
      instanceType: sizing.instanceType[architecture] as string,
    };
  }
}

function beaconApi({ consensus, execution }: ClientChoice): NodeProfile["beaconApi"] {
  if (typeof consensus === "object") {
    return { container: consensus.name, port: consensus.restPort };
  }
  const inside = consensus === "built-in" ? execution.builtInConsensus : undefined;
  return inside === undefined ? undefined : { container: execution.name, port: inside.restPort };
}

function consensusRun(profile: ConsensusProfile, choice: ClientChoice): ClientRun {
  const { chain } = choice;
  const { memoryReservationMiB } = profile.chains[chain] as ConsensusProfile["chains"][string];
  return {
    profile,
    version: choice.consensusVersion ?? profile.version,
    dataDirectory: pathsOf(profile).dataDirectory,
    command: [...consensusCommand(profile, chain), ...choice.consensusExtraArguments],
    environment: profile.environment?.(chain) ?? {},
    checkpointSyncCommand: checkpointSyncCommand(profile, chain),
    peerPorts: profile.peerPorts,
    rpcPorts: [],
    memoryReservationMiB,
    minimumFreeMiB: MINIMUM_FREE_MIB,
  };
}
