/** A line with the seconds since a time, in the column of all of them. */
export function progressLine(since: number, text: string): string {
  return `${`${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8)}  ${text}`;
}

/**
 * Runs a step and prints its line when it ended.
 *
 * @param title what is being done, e.g. "Docker Engine"
 * @param work answers its result and, after an optional word on how it went, nothing else
 */
export async function step<T>(title: string, work: (note: (text: string) => void) => Promise<T>): Promise<T> {
  const start = Date.now();
  let remark = "";
  const note = (text: string) => {
    remark = ` — ${text}`;
  };
  try {
    const result = await work(note);
    console.log(progressLine(start, `${title}${remark}`));
    return result;
  } catch (error) {
    console.log(progressLine(start, `${title} — failed`));
    throw error;
  }
}
