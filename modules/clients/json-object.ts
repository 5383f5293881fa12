import { distance } from "fastest-levenshtein";

/** What a JSON object holds, by key. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The unknown one of the given keys that is within two letters of the one that is missing. */
export function misspelt(missing: string, given: readonly string[], known: readonly string[]): string | undefined {
  const unknown = given.filter((key) => !known.some((name) => name.toLowerCase() === key.toLowerCase()));
  return unknown.find((key) => distance(key.toLowerCase(), missing.toLowerCase()) <= 2);
}
