import type { Verdict } from "../modules/monitor-contract";
import { CallFailure, callJson, shown } from "./http-json";
import { fieldsOf, hashOf, textOf } from "./json-fields";
import type { BlockId, Witness } from "./observation";

/** A status older than this is of a monitor that hangs. */
const STATUS_SECONDS = 60;
const MAXIMUM_BLOCKS = 32;
/** A node that is one of these, and knows it, tells nothing of the chain. */
const NO_WITNESS: readonly Verdict[] = ["starting", "unreachable", "forked", "wrong-chain"];

/** Asks the monitors of the other nodes what they see. */
export async function observeFleet(
  urls: readonly string[],
  ownName: string,
  now: () => number,
  timeoutMilliseconds: number,
  problems: string[],
): Promise<Witness[]> {
  const witnesses = await Promise.all(
    urls.map(async (url) => {
      try {
        return await observeNode(url, ownName, now, timeoutMilliseconds);
      } catch (error) {
        problems.push(`monitor ${new URL(url).hostname}: ${(error as Error).message}`);
        return null;
      }
    }),
  );
  return witnesses.filter((witness) => witness !== null);
}

/** null where it is this node itself, or one that tells nothing. */
async function observeNode(
  url: string,
  ownName: string,
  now: () => number,
  timeoutMilliseconds: number,
): Promise<Witness | null> {
  const { dateSeconds, value } = await callJson({ url: `${url}/status`, timeoutMilliseconds });
  const receivedSeconds = now();
  const status = fieldsOf(value, "its status");
  const name = textOf(status.nodeName, "nodeName");
  if (name === ownName) {
    return null;
  }
  const at = Date.parse(textOf(status.at, "at")) / 1000;
  if (dateSeconds !== null && !(dateSeconds - at <= STATUS_SECONDS)) {
    throw new CallFailure("silent", `its status is of ${shown(status.at)}`);
  }
  // A node that is ready says that it sees a fork, and not that it is on it.
  const isLost = status.ready !== true && NO_WITNESS.includes(status.verdict as Verdict);
  if (status.height === null || isLost) {
    return null;
  }
  return {
    name,
    isReference: false,
    height: wholeNumber(status.height, "height"),
    blockAgeSeconds:
      typeof status.blockAgeSeconds === "number" && Number.isFinite(status.blockAgeSeconds)
        ? status.blockAgeSeconds
        : null,
    blocks: blocksOf(status.blocks),
    clockOffsetSeconds: dateSeconds === null ? null : clockOffset(receivedSeconds, dateSeconds),
  };
}

/** The clock of this host less the one that wrote a Date header, which has whole seconds and is half a second old at the mean. */
export function clockOffset(receivedSeconds: number, dateSeconds: number): number {
  return receivedSeconds - (dateSeconds + 0.5);
}

function wholeNumber(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new CallFailure("garbage", `${what} is no whole number, but ${shown(value)}`);
}

function blocksOf(value: unknown): BlockId[] {
  if (!Array.isArray(value)) {
    throw new CallFailure("garbage", `blocks is no list, but ${shown(value)}`);
  }
  return value.slice(0, MAXIMUM_BLOCKS).map((block) => {
    const fields = fieldsOf(block, "a block");
    return { height: wholeNumber(fields.height, "the height of a block"), hash: hashOf(fields.hash, "its hash") };
  });
}
