import { observeExecution } from "../../monitor/execution-client";
import { JsonRpc } from "../../monitor/json-rpc";
import type { ExecutionObservation } from "../../monitor/observation";
import { hashAt, mainnet } from "./support/observations";
import { answerJson, type Call, rightAnswer, StandIn } from "./support/stand-in-node";

let server: StandIn | undefined;
afterEach(() => server?.close());

/** What is seen of a client that is fine but for these methods: a result, or an error's message in an Error. */
async function see(
  wrong: Readonly<Record<string, unknown>>,
  finalized: { height: number; hash: string } | null = null,
): Promise<ExecutionObservation & { problems: string[] }> {
  server = new StandIn((call: Call, response) => {
    const result = Object.hasOwn(wrong, call.method) ? wrong[call.method] : rightAnswer(call);
    const { id } = call;
    answerJson(
      response,
      result instanceof Error ? { id, error: { code: -32000, message: result.message } } : { id, result },
    );
  });
  const problems: string[] = [];
  const rpc = new JsonRpc(await server.listen(), 30_000);
  return { ...(await observeExecution(rpc, finalized, problems)), problems };
}

const PARITY = { web3_clientVersion: "OpenEthereum//v3.3.5-stable/x86_64-linux/rustc1.59.0" };
const INCOMPLETE = new Error("Block information is incomplete while ancient block sync is still in progress");
const CLOSED = { parity_chainStatus: new Error("Method not found") };

test("tells all of a client that is fine", async () => {
  const seen = await see({});
  expect(seen).toMatchObject({
    failure: null,
    client: "Geth/v1.17.5",
    chainId: 1,
    peers: 25,
    syncing: false,
    problems: [],
  });
  expect(seen.genesisHash).toBe(mainnet.genesisHash);
  expect((seen.head?.height ?? 0) - (seen.safeHeight ?? 0)).toBeGreaterThanOrEqual(32);
  expect(seen.blocks.length).toBeGreaterThan(4);
  expect(seen.ancientBlocks).toBeNull();
});

test("looks where the newest finalized block was", async () => {
  expect((await see({}, { height: 5, hash: hashAt(5) })).hashAtFinalized).toBe(hashAt(5));
});

test.each([
  ["there", { ...CLOSED, eth_getTransactionByHash: null }, null],
  ["missing", { ...CLOSED, eth_getTransactionByHash: INCOMPLETE }, null],
  ["missing", { parity_chainStatus: { blockGap: ["0x19", "0x64"] }, eth_getTransactionByHash: INCOMPLETE }, 25],
  ["there", { parity_chainStatus: { blockGap: null }, eth_getTransactionByHash: null }, 100],
])("Parity's ancient blocks are %s", async (ancientBlocks, wrong, ancientBlocksPercent) => {
  expect(await see({ ...PARITY, ...wrong })).toMatchObject({ ancientBlocks, ancientBlocksPercent, problems: [] });
});

test("reads how far Parity's snapshot is", async () => {
  const syncing = { currentBlock: "0x0", highestBlock: "0x9", warpChunksAmount: "0x7d0", warpChunksProcessed: "0x1f4" };
  expect((await see({ ...PARITY, ...CLOSED, eth_syncing: syncing })).syncing).toMatchObject({
    chunks: 2_000,
    chunksDone: 500,
  });
});

test.each([
  ["eth_chainId", "mainnet", 'the chain id is no number in hexadecimal, but "mainnet"', "chainId"],
  ["eth_syncing", true, 'eth_syncing is no object, but "true"', "syncing"],
  ["net_peerCount", new Error("boom"), 'net_peerCount: "boom"', "peers"],
] as const)("a wrong %s is a problem, and no failure", async (method, result, problem, field) => {
  const seen = await see({ [method]: result });
  expect(seen).toMatchObject({ failure: null, [field]: null, problems: [`execution client: ${problem}`] });
});

test("without a newest block it has failed", async () => {
  expect(await see({ eth_getBlockByNumber: null })).toMatchObject({
    failure: { kind: "garbage", text: "it knows no newest block" },
    head: null,
  });
});
