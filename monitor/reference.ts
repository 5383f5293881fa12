import { heightsToCompare } from "./blocks-to-compare";
import { clockOffset } from "./fleet";
import { CallFailure } from "./http-json";
import { blockOf, type JsonRpc } from "./json-rpc";
import type { BlockId, Witness } from "./observation";

/** Asks somebody else's node for its newest block, and for the one that stands where this node has one some blocks deep. */
export async function observeReference(
  rpc: JsonRpc,
  ownHeight: number | null,
  now: () => number,
  problems: string[],
): Promise<Witness | null> {
  try {
    const { dateSeconds, value } = await rpc.callWithDate("eth_getBlockByNumber", "latest", false);
    const receivedSeconds = now();
    const head = blockOf(value, "latest");
    const common = ownHeight === null ? undefined : heightsToCompare(Math.min(ownHeight, head.height))[0];
    const block: BlockId | null = common === undefined ? null : await rpc.block(common);
    return {
      name: "reference",
      isReference: true,
      height: head.height,
      blockAgeSeconds: receivedSeconds - head.timestamp,
      blocks: block === null ? [] : [block],
      clockOffsetSeconds: dateSeconds === null ? null : clockOffset(receivedSeconds, dateSeconds),
    };
  } catch (error) {
    problems.push(`reference: ${error instanceof CallFailure ? error.message : "no answer"}`);
    return null;
  }
}
