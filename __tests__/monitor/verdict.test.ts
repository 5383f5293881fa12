import { VERDICTS, type Verdict } from "../../modules/monitor-contract";
import { type Chain, chains } from "../../monitor/chains";
import type { Judgement } from "../../monitor/verdict";
import { blocksBelow, FAILED, hashAt, mainnet, NOW, SimulatedNode, witness } from "./support/observations";

/** A state, what was seen of it, and what is made of it. */
interface Row {
  readonly verdict: Verdict;
  readonly when: string;
  readonly see: () => Judgement;
  readonly reason: string;
  /** @default false */
  readonly ready?: boolean;
}

const GENESIS = { height: 0, hash: hashAt(0), timestamp: 1_438_269_988 };
const atGenesis = (changes: object = {}) => ({
  execution: { head: GENESIS, finalized: null, safeHeight: null, ...changes },
});
const node = (chain?: string, hasConsensus?: boolean) =>
  new SimulatedNode(chains[chain ?? "mainnet"] as Chain, hasConsensus);
const warp = { currentBlock: 0, highestBlock: 9, chunks: 2_000, chunksDone: 500, fingerprint: "" };
const fetched = { currentBlock: 19_999_000, highestBlock: 20_000_000, chunks: null, chunksDone: null, fingerprint: "" };
const importing = {
  currentBlock: 12_000_000,
  highestBlock: 20_000_000,
  chunks: null,
  chunksDone: null,
  fingerprint: "",
};

const ROWS: readonly Row[] = [
  {
    verdict: "starting",
    when: "nobody listens yet",
    see: () => node().poll({ execution: FAILED("refused") }),
    reason: "refused",
  },
  {
    verdict: "starting",
    when: "it has peers, no block, and says that it is not syncing",
    see: () => node().polls(9, atGenesis()),
    reason: "has not begun",
  },
  {
    verdict: "finding-peers",
    when: "it has no block and no peers, and says that it is not syncing",
    see: () => node().polls(9, atGenesis({ peers: 0 })),
    reason: "no peers, and no block but the genesis",
  },
  {
    verdict: "finding-peers",
    when: "it was never synced, its newest block is old, and it has no peers",
    see: () => node("mainnet", false).polls(9, { age: 90_000, execution: { peers: 0 } }),
    reason: "no peers; its newest block is 25 h old",
  },
  {
    verdict: "snapshot-sync",
    when: "Parity fetches chunks of a snapshot",
    see: () => node("mainnet", false).polls(9, atGenesis({ syncing: warp })),
    reason: "500 of 2,000 chunks",
  },
  {
    verdict: "snapshot-sync",
    when: "geth has downloaded blocks and has no state of any",
    see: () => node().polls(9, atGenesis({ syncing: fetched })),
    reason: "block 19,999,000 of 20,000,000",
  },
  {
    verdict: "catching-up",
    when: "it takes blocks that are old",
    see: () => node().polls(99, { age: 9_000, execution: { syncing: importing } }),
    reason: "its newest block is 150 min old",
  },
  {
    verdict: "catching-up",
    when: "its newest block is young, and four new ones have come",
    see: () => node().polls(5),
    reason: "4 of 5 new blocks",
  },
  {
    verdict: "catching-up",
    when: "it is behind the others on a chain that may pause",
    see: () => {
      const behind = node("private", false);
      return behind.polls(9, { witnesses: [witness("node-1", 20_000_900), witness("node-2", 20_000_900)] });
    },
    reason: "blocks behind node-1",
  },
  {
    verdict: "verifying-ancient-blocks",
    when: "Parity follows the chain and lacks the blocks from before its snapshot",
    see: () => node("xdai", false).polls(9, { execution: { ancientBlocks: "missing", ancientBlocksPercent: 41.27 } }),
    reason: "41.3 %",
  },
  { verdict: "synced", when: "five new blocks came young", see: () => node().polls(6), reason: "4 s old", ready: true },
  {
    verdict: "synced",
    when: "a chain that may pause has paused for a day, with peers",
    see: () => node("private", false).pollsWithoutBlock(3, { age: 86_400 }),
    reason: "24 h old",
    ready: true,
  },
  {
    verdict: "synced",
    when: "a dev chain has no block yet",
    see: () => node("dev", false).polls(2, atGenesis({ peers: 0 })),
    reason: "block 0",
    ready: true,
  },
  {
    verdict: "lagging",
    when: "it was synced, and its newest block is 100 s old",
    see: () => node().synced().pollsWithoutBlock(8),
    reason: "its newest block is 100 s old",
  },
  {
    verdict: "lagging",
    when: "its consensus client is syncing for two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { consensus: { syncing: true } }),
    reason: "its consensus client is syncing",
  },
  {
    verdict: "lagging",
    when: "its consensus client is optimistic for two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { consensus: { optimistic: true } }),
    reason: "blocks that the execution client has not checked",
  },
  {
    verdict: "lagging",
    when: "its consensus client cannot reach it for two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { consensus: { executionOffline: true } }),
    reason: "cannot reach the execution client",
  },
  {
    verdict: "lagging",
    when: "the finalized block is above the newest for two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { execution: { finalized: { height: 30_000_000, hash: hashAt(1), timestamp: NOW } } }),
    reason: "contradict each other: 30,000,000",
  },
  {
    verdict: "stalled",
    when: "nothing came for three minutes, and its consensus client went on",
    see: () => {
      const one = node().synced();
      return one.pollsWithoutBlock(16, { consensus: { headSlot: 14_000_040 } });
    },
    reason: "its consensus client is",
  },
  {
    verdict: "stalled",
    when: "nothing came for three minutes, and another node has newer blocks",
    see: () =>
      node("mainnet", false)
        .synced()
        .pollsWithoutBlock(16, { witnesses: [witness("node-1", 20_000_020)] }),
    reason: "node-1 is at block 20,000,020",
  },
  {
    verdict: "stalled",
    when: "it was never synced, and nothing has moved for half an hour",
    see: () => node("mainnet", false).pollsWithoutBlock(170, { age: 90_000 }),
    reason: "no new block for 25 h",
  },
  {
    verdict: "stalled",
    when: "it lost all its peers on a chain that may pause",
    see: () => {
      const one = node("private", false);
      one.polls(7);
      return one.pollsWithoutBlock(17, { execution: { peers: 0 } });
    },
    reason: "no peers",
  },
  {
    verdict: "chain-stalled",
    when: "nothing came for three minutes, and its consensus client and its peers have nothing newer",
    see: () =>
      node()
        .synced()
        .pollsWithoutBlock(16, { consensus: { distanceSlots: 16 } }),
    reason: "16 slots are empty for the 80 peers",
  },
  {
    verdict: "chain-stalled",
    when: "nothing came for three minutes, and no node of the fleet has anything newer",
    see: () => {
      const one = node("mainnet", false).synced();
      const old = witness("node-1", one.height, { blockAgeSeconds: 190 });
      return one.pollsWithoutBlock(16, { witnesses: [old] });
    },
    reason: "node-1 has no newer block either",
  },
  {
    verdict: "forked",
    when: "two others have another block eight blocks deep",
    see: () => {
      const one = node().synced();
      const others = ["node-1", "node-2"].map((name) =>
        witness(name, one.height, { blocks: blocksBelow(one.height, "b") }),
      );
      return one.poll({ witnesses: others });
    },
    reason: "node-1 and node-2 have another block",
  },
  {
    verdict: "forked",
    when: "a block that was finalized was replaced",
    see: () =>
      node()
        .synced()
        .poll({ execution: { hashAtFinalized: hashAt(1, "b") } }),
    reason: "was replaced by another",
  },
  {
    verdict: "wrong-chain",
    when: "the chain id is another",
    see: () =>
      node()
        .synced()
        .poll({ execution: { chainId: 5 } }),
    reason: "the chain id is 5, and must be 1",
  },
  {
    verdict: "wrong-chain",
    when: "the genesis is another",
    see: () =>
      node()
        .synced()
        .poll({ execution: { genesisHash: hashAt(7) } }),
    reason: "the genesis is",
  },
  {
    verdict: "wrong-chain",
    when: "the consensus client follows another chain",
    see: () =>
      node()
        .synced()
        .poll({ consensus: { genesisSeconds: 1_655_733_600 } }),
    reason: "the genesis time of the consensus client is 1655733600",
  },
  {
    verdict: "unreachable",
    when: "nobody listens any more",
    see: () =>
      node()
        .synced()
        .poll({ execution: FAILED("refused") }),
    reason: "it was refused",
  },
  {
    verdict: "unreachable",
    when: "it answered nothing in two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { execution: FAILED("silent") }),
    reason: "it was silent",
  },
  {
    verdict: "unreachable",
    when: "it answered garbage in two polls",
    see: () =>
      node()
        .synced()
        .polls(2, { execution: FAILED("garbage") }),
    reason: "it was garbage",
  },
  {
    verdict: "unreachable",
    when: "it never answered, for a quarter of an hour",
    see: () => node().polls(77, { execution: FAILED("refused") }),
    reason: "it was refused",
  },
  {
    verdict: "clock-wrong",
    when: "the newest block is from the future",
    see: () => {
      const one = node().synced();
      one.clockOffset = -60;
      return one.poll();
    },
    reason: "the host's clock is slow",
  },
  {
    verdict: "clock-wrong",
    when: "the clock was set ahead, and the blocks come as before",
    see: () => {
      const one = node().synced();
      one.clockOffset = 3_600;
      return one.poll();
    },
    reason: "set ahead by 60 min",
  },
  {
    verdict: "clock-wrong",
    when: "the clocks of two other nodes agree on another time",
    see: () => {
      const one = node().synced();
      const others = ["node-1", "node-2"].map((name) => witness(name, one.height, { clockOffsetSeconds: 30 }));
      return one.poll({ witnesses: others });
    },
    reason: "ahead by 30 s",
  },
  {
    verdict: "planned-work",
    when: "a person has planned work, and the client is down",
    see: () =>
      node()
        .synced()
        .poll({ execution: FAILED("refused"), plannedWorkUntilSeconds: NOW + 3_600 }),
    reason: "without it the node would be unreachable",
  },
  {
    verdict: "planned-work",
    when: "a person has planned work, and the node is still fine",
    see: () =>
      node()
        .synced()
        .poll({ plannedWorkUntilSeconds: NOW + 3_600 }),
    reason: "without it the node would be synced",
    ready: true,
  },
];

test.each(ROWS)("$verdict: $when", ({ verdict, see, reason, ready }) => {
  const judgement = see();
  expect(judgement).toMatchObject({ verdict, ready: ready ?? false });
  expect(judgement.reason).toContain(reason);
});

test("every verdict has its rows", () => {
  expect([...new Set(ROWS.map(({ verdict }) => verdict))].sort()).toEqual([...VERDICTS].sort());
});

describe("hysteresis", () => {
  test("a node that was synced stays so up to 96 s, and comes back with five new blocks in a row", () => {
    const one = node().synced();
    expect(one.pollsWithoutBlock(7)).toMatchObject({ verdict: "synced", ready: true });
    expect(one.pollWithoutBlock()).toMatchObject({ verdict: "lagging", ready: false });
    expect(one.polls(4)).toMatchObject({ verdict: "lagging", ready: false });
    expect(one.polls(2)).toMatchObject({ verdict: "synced", ready: true });
  });

  test("a leap to the newest block counts as none in a row", () => {
    const one = node();
    one.polls(3, { age: 50_000 });
    one.height += 4_000;
    expect(one.poll()).toMatchObject({ verdict: "catching-up", ready: false });
    expect(one.judgement.reason).toContain("0 of 5");
  });

  test("one poll in which the client is slow changes nothing", () => {
    const one = node().synced();
    expect(one.poll({ execution: FAILED("silent") })).toMatchObject({ verdict: "synced", ready: true });
    expect(one.poll()).toMatchObject({ verdict: "synced", ready: true });
  });

  test("one poll in which the consensus client is optimistic changes nothing", () => {
    const one = node().synced();
    expect(one.poll({ consensus: { optimistic: true } })).toMatchObject({ ready: true });
    expect(one.poll()).toMatchObject({ verdict: "synced" });
  });

  test("two empty slots in a row, which set a consensus client two slots behind, are no fault", () => {
    const one = node().synced();
    expect(one.pollsWithoutBlock(3, { consensus: { distanceSlots: 3 } })).toMatchObject({ verdict: "synced" });
  });

  test("a consensus client that does not answer keeps a node from coming in, and takes none out", () => {
    const failure = { failure: { kind: "silent", text: "no answer" } } as const;
    expect(node().polls(20, { consensus: failure })).toMatchObject({ ready: false });
    expect(node().synced().polls(5, { consensus: failure })).toMatchObject({ ready: true });
  });

  test("finality that is older than 25 minutes takes no node out", () => {
    const old = { height: 19_990_000, hash: hashAt(19_990_000), timestamp: NOW - 9_000 };
    expect(node().polls(20, { execution: { finalized: old, safeHeight: 19_990_000 } })).toMatchObject({ ready: true });
  });

  test("a finalized block that falls takes a node out", () => {
    const one = node().synced();
    const fallen = { height: 19_000_000, hash: hashAt(19_000_000), timestamp: NOW - 9_000 };
    const seen = { execution: { finalized: fallen, safeHeight: 19_000_000 } };
    expect(one.polls(2, seen)).toMatchObject({ verdict: "lagging", ready: false });
    expect(one.judgement.reason).toContain("its finalized block fell");
  });

  test("finality that was replaced is not forgotten", () => {
    const one = node().synced();
    expect(one.polls(50, { execution: { hashAtFinalized: hashAt(1, "b") } })).toMatchObject({ verdict: "forked" });
  });

  test("a clock that was slow and is set right is none that is wrong", () => {
    const one = node();
    one.clockOffset = -9;
    one.synced();
    one.clockOffset = 2;
    expect(one.polls(2)).toMatchObject({ verdict: "synced", ready: true });
  });

  test("a clock that was set wrong and is set right again is trusted at once", () => {
    const one = node().synced();
    one.clockOffset = 600;
    expect(one.polls(20)).toMatchObject({ verdict: "clock-wrong", ready: false });
    one.clockOffset = 0;
    expect(one.polls(6)).toMatchObject({ verdict: "synced", ready: true });
  });

  test("planned work ends by itself", () => {
    const one = node().synced();
    const until = { execution: FAILED("refused"), plannedWorkUntilSeconds: one.now + 24 };
    expect(one.poll(until)).toMatchObject({ verdict: "planned-work" });
    expect(one.poll(until)).toMatchObject({ verdict: "unreachable" });
  });

  test("a client that starts anew on an empty disk is no lagging one", () => {
    const one = node().synced();
    one.poll({ execution: FAILED("refused") });
    expect(one.polls(2, atGenesis({ peers: 0 }))).toMatchObject({ verdict: "finding-peers" });
    expect(one.polls(2, { age: 9_000 })).toMatchObject({ verdict: "catching-up" });
  });

  test("a change of state shows within two polls", () => {
    const changes = [
      { execution: FAILED("silent") },
      { execution: { chainId: 5 } },
      { consensus: { executionOffline: true } },
    ];
    for (const seen of changes) {
      expect(node().synced().polls(2, seen).ready).toBe(false);
    }
  });
});

describe("others that lie", () => {
  const synced = () => node().synced();
  const far = (one: SimulatedNode, name: string) => witness(name, one.height + 1_000_000);
  const other = (one: SimulatedNode, name: string) =>
    witness(name, one.height, { blocks: blocksBelow(one.height, "b") });

  test.each(["reference", "node-1"])("%s claims a million blocks more: not believed", (name) => {
    const one = synced();
    expect(one.polls(5, { witnesses: [far(one, name)] })).toMatchObject({ verdict: "synced", ready: true });
    expect(one.judgement.comparison.problems[0]).toContain("not believed");
    expect(one.judgement.comparison.lagBlocks).toBeNull();
  });

  test.each(["reference", "node-1"])("%s alone takes no node out of a chain that may pause", (name) => {
    const one = node("private", false);
    one.polls(3);
    expect(one.polls(9, { witnesses: [far(one, name)] })).toMatchObject({ verdict: "synced", ready: true });
  });

  test("a reference on another fork is a problem, and nothing else", () => {
    const one = synced();
    expect(one.polls(5, { witnesses: [other(one, "reference")] })).toMatchObject({ verdict: "synced", ready: true });
    expect(one.judgement.comparison.problems).toEqual(["reference has other blocks than this node"]);
  });

  test("one node of the fleet on another fork is told, and takes no node out", () => {
    const one = synced();
    expect(one.polls(5, { witnesses: [other(one, "node-1")] })).toMatchObject({ verdict: "forked", ready: true });
    expect(one.judgement.reason).toContain("nobody else can say which is right");
  });

  test("one of two others on another fork is outvoted", () => {
    const one = synced();
    const seen = { witnesses: [other(one, "node-1"), witness("node-2", one.height)] };
    expect(one.polls(5, seen)).toMatchObject({ verdict: "synced", ready: true });
  });

  test("one clock of another time is outvoted", () => {
    const one = synced();
    const wrong = witness("node-1", one.height, { clockOffsetSeconds: 900 });
    expect(one.polls(5, { witnesses: [wrong] })).toMatchObject({ verdict: "synced", ready: true });
  });

  test("a reference that does not answer changes nothing", () => {
    expect(synced().polls(50, { witnesses: [] })).toMatchObject({ verdict: "synced", ready: true });
  });
});

test("mainnet's limits are those of the issue", () => {
  expect(mainnet).toMatchObject({ comesInAtSeconds: 36, goesOutAtSeconds: 96, standsStillAtSeconds: 180 });
});
