/** Compares versions number by number: 1.9 is older than 1.10. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [got, wanted] = [version, minimum].map((text) =>
    text.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  for (const [index, number] of (wanted ?? []).entries()) {
    const difference = (got?.[index] ?? 0) - number;
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}
