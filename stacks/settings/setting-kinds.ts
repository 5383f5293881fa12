import { z } from "zod";
import type { Kind } from "./setting";

/** What a text must match, in words after "must". */
type Pattern = readonly [must: string, pattern: RegExp];

export function text(...patterns: readonly Pattern[]): Kind<string> {
  const schema = patterns.reduce(
    (type, [must, pattern]) => type.regex(pattern, `must ${must}`),
    z.string(`must ${patterns[0]?.[0] ?? "be text"}`),
  );
  return { form: "text", rules: patterns.map(([must]) => must), schema };
}

/** A list, or a string with commas between its items. */
export function listOf(item: Kind<string>): Kind<string[]> {
  return {
    form: "a list, with commas between",
    rules: ofEach(item),
    schema: z.preprocess(
      (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
      z.array(item.schema, "must be a list"),
    ),
  };
}

/** A list, or a string with spaces between its items. */
export function wordsOf(item: Kind<string>): Kind<string[]> {
  return {
    form: "a list, with spaces between",
    rules: ofEach(item),
    schema: z.preprocess(
      (value) => (typeof value === "string" ? value.trim().split(/\s+/) : value),
      z.array(item.schema, "must be a list"),
    ),
  };
}

function ofEach({ rules }: Kind<string>): string[] {
  return rules.map((rule) => `for each item ${rule}`);
}

/** A boolean, or a string that spells one. */
export function flag(): Kind<boolean> {
  return {
    form: "`true` or `false`",
    rules: [],
    schema: z.preprocess(
      (value) => (value === "true" ? true : value === "false" ? false : value),
      z.boolean("must be true or false"),
    ),
  };
}

/** A whole number within bounds, or a string that spells one. */
export function wholeNumber(minimum: number, maximum: number): Kind<number> {
  return {
    form: `a whole number, ${minimum} to ${maximum}`,
    rules: [],
    schema: z.preprocess(
      (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value),
      z
        .int("must be a whole number")
        .min(minimum, `must be ${minimum} to ${maximum}`)
        .max(maximum, `must be ${minimum} to ${maximum}`),
    ),
  };
}

/** One of several words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Kind<Word> {
  return {
    form: `one of ${words.map((word) => `\`${word}\``).join(", ")}`,
    rules: [],
    schema: z.enum([...words], `must be one of ${words.join(", ")}`) as z.ZodType<Word>,
  };
}
