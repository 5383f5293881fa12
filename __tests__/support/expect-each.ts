import { stripVTControlCharacters } from "node:util";

/** Asserts one rule of many rows, and fails once: with the name of every row that breaks it, those of one reason together. */
export function expectEach<Row extends { readonly name: string }>(
  rows: readonly Row[],
  holds: (row: Row) => void,
): void {
  if (rows.length === 0) {
    throw new Error("there is no row of which anything could be expected");
  }
  const namesByReason = new Map<string, string[]>();
  for (const row of rows) {
    try {
      holds(row);
    } catch (error) {
      const reason = stripVTControlCharacters((error as Error).message);
      namesByReason.set(reason, [...(namesByReason.get(reason) ?? []), row.name]);
    }
  }
  if (namesByReason.size > 0) {
    const count = [...namesByReason.values()].flat().length;
    const list = [...namesByReason].map(([reason, names]) => `${names.join("\n")}\n${reason.replace(/^/gm, "    ")}`);
    throw new Error(`${count} of ${rows.length} break the rule:\n\n${list.join("\n\n")}`);
  }
}
