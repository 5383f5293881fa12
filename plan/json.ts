/** Any object of a plan. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value where it is an object, an empty one otherwise. */
export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The objects of a list, or of a single object: providers write blocks both ways. */
export function asObjects(value: unknown): Json[] {
  return asList(value).filter(isObject);
}

/** A list as it is, nothing as an empty one, anything else as a list of one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** The strings of a list or of a single one. */
export function asStrings(value: unknown): string[] {
  return asList(value).filter((item): item is string => typeof item === "string");
}

export function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A number, also where a provider writes it as text; undefined for anything else. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Text that is equal exactly where the values are, whatever the order of the keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** The object behind a JSON text; undefined where it is none. */
export function parsedObject(text: string): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether flags in the structure of a value are set anywhere. */
export function holdsTrue(flags: unknown): boolean {
  return flags === true || (typeof flags === "object" && flags !== null && Object.values(flags).some(holdsTrue));
}
