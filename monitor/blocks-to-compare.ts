import type { BlockId } from "./observation";

/** Blocks above this depth may still be replaced by others, on every node at another time. */
const DEPTH_BLOCKS = 8;
const NEAR = 8;
const NEAR_COUNT = 4;
const FAR = [64, 512, 4_096];

/**
 * The heights by which nodes compare their chains, the newest first: at round numbers, so that nodes of different height
 * name the same ones, and wider apart further down, so that those far apart do too.
 */
export function heightsToCompare(head: number): number[] {
  const deep = head - DEPTH_BLOCKS;
  const below = (step: number, index = 0) => (Math.floor(deep / step) - index) * step;
  const near = Array.from({ length: NEAR_COUNT }, (_, index) => below(NEAR, index));
  const all = [...near, ...FAR.map((step) => below(step)), 0];
  return [...new Set(all)].filter((height) => height >= 0).sort((one, other) => other - one);
}

/** The newest height at which both name a block, and whether it is the same one; null where they name none. */
export function compareBlocks(
  own: readonly BlockId[],
  others: readonly BlockId[],
): { readonly height: number; readonly same: boolean } | null {
  const hashes = new Map(others.map(({ height, hash }) => [height, hash]));
  const common = own.filter(({ height }) => hashes.has(height)).sort((one, other) => other.height - one.height)[0];
  return common === undefined ? null : { height: common.height, same: hashes.get(common.height) === common.hash };
}
