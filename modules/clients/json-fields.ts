import type { JsonObject } from "./json-object";

/** What a client reads a value of a JSON file as. */
export interface Kind {
  /** After "have". */
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

/** A number, or a text with one in decimal or hex notation, which the client keeps in so many bits. */
export function quantity(bits: number): Kind {
  const end = 1n << BigInt(bits);
  return {
    words: `a whole number of at most ${bits} bits, or a text with it ("10" or "0xa"),`,
    fits: (value) => {
      const number = numberOf(value);
      return number !== undefined && number >= 0n && number < end;
    },
  };
}

/** A number that the client does not read from a text. */
export function bareNumber(minimum: number): Kind {
  return {
    words: minimum === 0 ? "a whole number from 0 on, and no text," : "a whole number, and no text,",
    fits: (value) => typeof value === "number" && Number.isInteger(value) && value >= minimum,
  };
}

/** A text of hex digits. */
export function hexText(words: string, pattern: RegExp): Kind {
  return { words, fits: (value) => typeof value === "string" && pattern.test(value) };
}

export const trueOrFalse: Kind = { words: "true or false", fits: (value) => typeof value === "boolean" };

/**
 * Why the client would not read the fields of an object, after "must". Null is as good as none.
 *
 * @param at of the object in the file, as `params.` has it
 * @param shown names of the fields as the file has them, where they differ
 */
export function kindsRule(
  object: JsonObject,
  at: string,
  kinds: Readonly<Record<string, Kind>>,
  shown: Readonly<Record<string, string>> = {},
): string | undefined {
  for (const [name, value] of Object.entries(object)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind !== undefined && value !== null && !kind.fits(value)) {
      return `have ${kind.words} as its ${at}${shown[name] ?? name}`;
    }
  }
  return undefined;
}

function numberOf(value: unknown): bigint | undefined {
  if (typeof value === "number") {
    return Number.isInteger(value) ? BigInt(value) : undefined;
  }
  if (typeof value !== "string") {
    return undefined;
  }
  return /^(0x[0-9a-f]+|[0-9]*)$/i.test(value) ? BigInt(value.toLowerCase()) : undefined;
}
