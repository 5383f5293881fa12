import { heightsToCompare } from "../../../monitor/blocks-to-compare";
import { type Chain, chains } from "../../../monitor/chains";
import type { Memory } from "../../../monitor/memory";
import type {
  Block,
  BlockId,
  ConsensusObservation,
  ExecutionObservation,
  Observation,
  Witness,
} from "../../../monitor/observation";
import { type Judgement, judge } from "../../../monitor/verdict";

export const mainnet = chains.mainnet as Chain;
/** A moment at which a slot of mainnet begins. */
export const NOW = (mainnet.beaconGenesisSeconds as number) + 12 * 14_000_000;

/** The hash of a block of one branch of the chain. */
export function hashAt(height: number, branch = "a"): string {
  return `0x${branch}${height.toString(16).padStart(63, "0")}`;
}

export function blocksBelow(height: number, branch = "a"): BlockId[] {
  return heightsToCompare(height).map((one) => ({ height: one, hash: hashAt(one, branch) }));
}

/** A consensus client that is fine. */
export const CONSENSUS: ConsensusObservation = {
  failure: null,
  client: "Lighthouse/v8.2.1",
  genesisSeconds: mainnet.beaconGenesisSeconds as number,
  headSlot: 14_000_000,
  distanceSlots: 0,
  syncing: false,
  optimistic: false,
  executionOffline: false,
  peers: 80,
};

/** What an execution client that is fine tells of a chain with this head. */
export function execution(head: Block, changes: Partial<ExecutionObservation> = {}): ExecutionObservation {
  return {
    failure: null,
    client: "Geth/v1.17.5",
    chainId: 1,
    genesisHash: mainnet.genesisHash as string,
    head,
    safeHeight: Math.max(0, head.height - 32),
    finalized: {
      height: Math.max(0, head.height - 64),
      hash: hashAt(Math.max(0, head.height - 64)),
      timestamp: head.timestamp - 64 * 12,
    },
    hashAtFinalized: null,
    syncing: false,
    peers: 25,
    ancientBlocks: null,
    ancientBlocksPercent: null,
    blocks: blocksBelow(head.height),
    ...changes,
  };
}

export function witness(name: string, height: number, changes: Partial<Witness> = {}): Witness {
  return {
    name,
    isReference: name === "reference",
    height,
    blockAgeSeconds: 4,
    blocks: blocksBelow(height),
    clockOffsetSeconds: 0,
    ...changes,
  };
}

export const FAILED = (kind: "refused" | "silent" | "garbage"): ExecutionObservation => ({
  ...execution({ height: 0, hash: hashAt(0), timestamp: 0 }),
  failure: { kind, text: `it was ${kind}` },
  client: null,
  chainId: null,
  genesisHash: null,
  head: null,
  safeHeight: null,
  finalized: null,
  syncing: null,
  peers: null,
  blocks: [],
});

/** What a poll is told to be; all else is fine. */
export interface Seen {
  readonly execution?: Partial<ExecutionObservation>;
  readonly consensus?: Partial<ConsensusObservation> | null;
  readonly witnesses?: readonly Witness[];
  readonly plannedWorkUntilSeconds?: number | null;
  /** Age of the newest block. @default 4 s */
  readonly age?: number;
  readonly height?: number;
}

/** A node on a simulated clock: polls every 12 s, on which a block a slot comes. */
export class SimulatedNode {
  /** The host's clock less the right one. */
  clockOffset = 0;
  height = 20_000_000;
  judgement!: Judgement;
  memory: Memory | undefined;
  private elapsed = 0;

  constructor(
    private readonly chain: Chain = mainnet,
    private readonly hasConsensus = true,
  ) {}

  /** The host's clock. */
  get now(): number {
    return NOW + this.elapsed + this.clockOffset;
  }

  /** One poll, 12 s after the one before, at which one block more is there. */
  poll(seen: Seen = {}): Judgement {
    this.elapsed += 12;
    this.height += 1;
    return this.look(seen);
  }

  /** One poll in which no block came: the newest one grows old. */
  pollWithoutBlock(seen: Seen = {}): Judgement {
    this.elapsed += 12;
    return this.look({ age: this.ageOfHead(), ...seen });
  }

  polls(count: number, seen: Seen = {}): Judgement {
    for (let poll = 0; poll < count; poll++) {
      this.poll(seen);
    }
    return this.judgement;
  }

  pollsWithoutBlock(count: number, seen: Seen = {}): Judgement {
    for (let poll = 0; poll < count; poll++) {
      this.pollWithoutBlock(seen);
    }
    return this.judgement;
  }

  /** Until it is in. */
  synced(): this {
    this.polls(7);
    expect(this.judgement).toMatchObject({ verdict: "synced", ready: true });
    return this;
  }

  take(observation: Observation): Judgement {
    const { judgement, memory } = judge(observation, this.memory, this.chain);
    this.memory = memory;
    this.judgement = judgement;
    return judgement;
  }

  /** What a poll at this moment sees. */
  observation(seen: Seen = {}): Observation {
    const height = seen.height ?? this.height;
    const age = seen.age ?? 4;
    const timestamp = NOW + this.elapsed - age;
    const head = { height, hash: hashAt(height), timestamp };
    const known = this.memory?.finalized ?? null;
    return {
      atSeconds: this.now,
      monotonicSeconds: this.elapsed,
      execution: {
        ...execution(head, { hashAtFinalized: known === null ? null : hashAt(known.height) }),
        ...this.identity(),
        ...seen.execution,
      },
      consensus:
        !this.hasConsensus || seen.consensus === null
          ? null
          : {
              ...CONSENSUS,
              headSlot: Math.floor((timestamp - (mainnet.beaconGenesisSeconds as number)) / 12),
              ...seen.consensus,
            },
      witnesses: seen.witnesses ?? [],
      disk: null,
      plannedWorkUntilSeconds: seen.plannedWorkUntilSeconds ?? null,
      problems: [],
    };
  }

  private look(seen: Seen): Judgement {
    return this.take(this.observation(seen));
  }

  private ageOfHead(): number {
    return NOW + this.elapsed - (this.memory?.head?.timestamp ?? NOW);
  }

  private identity(): Partial<ExecutionObservation> {
    const { chainId, genesisHash } = this.chain;
    return { chainId: chainId ?? 424_242, genesisHash: genesisHash ?? hashAt(0) };
  }
}
