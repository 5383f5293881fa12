import { heightsToCompare } from "./blocks-to-compare";
import { CallFailure } from "./http-json";
import { fieldsOf, quantityOf, textOf } from "./json-fields";
import { type JsonRpc, RpcError } from "./json-rpc";
import type { BlockId, ExecutionObservation, SyncProgress } from "./observation";

/** No transaction has this hash. */
const NO_TRANSACTION = `0x${"de".repeat(32)}`;

const UNKNOWN: ExecutionObservation = {
  failure: null,
  client: null,
  chainId: null,
  genesisHash: null,
  head: null,
  safeHeight: null,
  finalized: null,
  hashAtFinalized: null,
  syncing: null,
  peers: null,
  ancientBlocks: null,
  ancientBlocksPercent: null,
  blocks: [],
};

/**
 * Asks the execution client all that a poll needs.
 *
 * @param finalized the newest finalized block that was ever seen
 * @param problems gets a sentence for each answer that is missing or wrong
 */
export async function observeExecution(
  rpc: JsonRpc,
  finalized: BlockId | null,
  problems: string[],
): Promise<ExecutionObservation> {
  /** What is not vital is only a problem where it fails. */
  const ask = async <T>(look: () => Promise<T>): Promise<T | null> => {
    try {
      return await look();
    } catch (error) {
      problems.push(`execution client: ${messageOf(error)}`);
      return null;
    }
  };
  try {
    // First of all, so that a client that does not answer costs one time-out and not ten; in this order, since the chain grows in between.
    const finalizedNow = await orNull(() => rpc.block("finalized"));
    const safe = await orNull(() => rpc.block("safe"));
    const head = await rpc.block("latest");
    if (head === null) {
      throw new CallFailure("garbage", "it knows no newest block");
    }
    const client = await ask(async () => textOf(await rpc.call("web3_clientVersion"), "the client's version"));
    const isParity = client !== null && /^(parity|openethereum)/i.test(client);
    const [chainId, genesis, syncing, peers, atFinalized, ancientBlocks, ancientBlocksPercent, blocks] =
      await Promise.all([
        ask(async () => quantityOf(await rpc.call("eth_chainId"), "the chain id")),
        ask(() => rpc.block(0)),
        ask(async () => readSyncing(await rpc.call("eth_syncing"))),
        ask(async () => quantityOf(await rpc.call("net_peerCount"), "the number of peers")),
        finalized === null ? null : ask(() => rpc.block(finalized.height)),
        isParity ? ask(() => findAncientBlocks(rpc)) : null,
        isParity ? ancientPercent(rpc) : null,
        ask(() => blocksToCompare(rpc, head.height)),
      ]);
    return {
      failure: null,
      client,
      chainId,
      genesisHash: genesis?.hash ?? null,
      head,
      safeHeight: safe?.height ?? null,
      finalized: finalizedNow,
      hashAtFinalized: atFinalized?.hash ?? null,
      syncing,
      peers,
      ancientBlocks,
      ancientBlocksPercent,
      blocks: blocks ?? [],
    };
  } catch (error) {
    const failure = { kind: error instanceof CallFailure ? error.kind : "garbage", text: messageOf(error) } as const;
    problems.push(`execution client: ${failure.text}`);
    return { ...UNKNOWN, failure };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Before its first finality, and on a chain that has none, a client says no. */
async function orNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof RpcError) {
      return null;
    }
    throw error;
  }
}

function readSyncing(value: unknown): SyncProgress | false {
  if (value === false) {
    return false;
  }
  const fields = fieldsOf(value, "eth_syncing");
  return {
    currentBlock: quantityOf(fields.currentBlock, "the current block of eth_syncing"),
    highestBlock: quantityOf(fields.highestBlock, "the highest block of eth_syncing"),
    chunksDone: optionalQuantity(fields.warpChunksProcessed),
    chunks: optionalQuantity(fields.warpChunksAmount),
    fingerprint: JSON.stringify(value),
  };
}

/** Parity's, null unless it fetches a snapshot. */
function optionalQuantity(value: unknown): number | null {
  return value === undefined || value === null ? null : quantityOf(value, "the number of chunks");
}

/** check_block_gap of OpenEthereum 3.3.5: an error while blocks are missing, else null for what is nowhere. */
async function findAncientBlocks(rpc: JsonRpc): Promise<"there" | "missing"> {
  try {
    await rpc.call("eth_getTransactionByHash", NO_TRANSACTION);
    return "there";
  } catch (error) {
    if (error instanceof RpcError) {
      return "missing";
    }
    throw error;
  }
}

/** Where the API parity is open, which it is not by default. */
async function ancientPercent(rpc: JsonRpc): Promise<number | null> {
  try {
    const { blockGap } = fieldsOf(await rpc.call("parity_chainStatus"), "parity_chainStatus");
    if (blockGap === null) {
      return 100;
    }
    const [firstMissing, lastMissing] = blockGap as [unknown, unknown];
    return (100 * quantityOf(firstMissing, "the gap")) / Math.max(1, quantityOf(lastMissing, "the gap"));
  } catch {
    return null;
  }
}

async function blocksToCompare(rpc: JsonRpc, head: number): Promise<readonly BlockId[]> {
  // Blocks from before a snapshot, and history that was dropped, are not there to be asked for.
  const blocks = await Promise.all(heightsToCompare(head).map((height) => orNull(() => rpc.block(height))));
  return blocks.filter((block) => block !== null).map(({ height, hash }) => ({ height, hash }));
}
