/** "36 s", "4 min", "3 h", "12 days". */
export function duration(seconds: number): string {
  if (seconds < 180) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 3 * 3_600) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 3 * 86_400 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}

/** "21,000,000". */
export function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** As ISO 8601 in UTC, with seconds; no time at all where there is none of this number. */
export function isoTime(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
