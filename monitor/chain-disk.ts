import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import type { DiskObservation } from "./observation";
import { within } from "./within";

/** Looks at a file system. A disk that hangs keeps one look waiting, not one a poll. */
export class ChainDisk {
  private pending: Promise<StatsFs> | undefined;

  constructor(
    private readonly directory: string,
    private readonly timeoutMilliseconds: number,
  ) {}

  async observe(problems: string[]): Promise<DiskObservation | null> {
    try {
      this.pending ??= statfs(this.directory).finally(() => {
        this.pending = undefined;
      });
      const { bavail, bfree, blocks, bsize, ffree, files } = await within(this.timeoutMilliseconds, this.pending);
      const used = blocks - bfree;
      return {
        totalBytes: blocks * bsize,
        usedBytes: used * bsize,
        // As df counts: what is kept for root is no room.
        usedPercent: percent(used, used + bavail),
        inodesUsedPercent: percent(files - ffree, files),
      };
    } catch (error) {
      problems.push(`chain disk: ${(error as Error).message}`);
      return null;
    }
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
