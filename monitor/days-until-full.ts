const SAMPLE_SECONDS = 600;
const WINDOW_SAMPLES = 144;
/** Before, one compaction of the database would be the trend. */
const NEEDED_SAMPLES = 36;
const DAY_SECONDS = 86_400;

interface Sample {
  readonly atSeconds: number;
  readonly usedBytes: number;
}

/**
 * How long the disk lasts at the last day's growth: the median of the slopes between any two samples (Theil and Sen), which a
 * prune or a burst does not move.
 */
export class DaysUntilFull {
  private samples: readonly Sample[] = [];
  private bytesPerDay: number | null = null;

  /** @param atSeconds of a clock that nobody sets */
  add(atSeconds: number, usedBytes: number): void {
    const last = this.samples.at(-1);
    if (last !== undefined && atSeconds - last.atSeconds < SAMPLE_SECONDS) {
      return;
    }
    this.samples = [...this.samples, { atSeconds, usedBytes }].slice(-WINDOW_SAMPLES);
    this.bytesPerDay = this.samples.length < NEEDED_SAMPLES ? null : DAY_SECONDS * medianSlope(this.samples);
  }

  /** A first sync fills a disk at a rate that says nothing of the days after it. */
  forget(): void {
    this.samples = [];
    this.bytesPerDay = null;
  }

  /** null: it does not grow, or is not known yet. */
  of(freeBytes: number): number | null {
    return this.bytesPerDay === null || this.bytesPerDay <= 0 ? null : freeBytes / this.bytesPerDay;
  }
}

function medianSlope(samples: readonly Sample[]): number {
  const slopes = new Float64Array((samples.length * (samples.length - 1)) / 2);
  let count = 0;
  for (const [index, one] of samples.entries()) {
    for (const other of samples.slice(index + 1)) {
      slopes[count++] = (other.usedBytes - one.usedBytes) / (other.atSeconds - one.atSeconds);
    }
  }
  slopes.sort();
  const middle = Math.floor(count / 2);
  return count % 2 === 1 ? at(slopes, middle) : (at(slopes, middle - 1) + at(slopes, middle)) / 2;
}

function at(numbers: Float64Array, index: number): number {
  return numbers[index] as number;
}
