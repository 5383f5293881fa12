import { z } from "zod";

/** A list, or a string with commas between its items. */
export const listOf = (item: z.ZodType<string>) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
    z.array(item),
  );

/** A list, or a string with spaces between its items. */
export const wordsOf = (item: z.ZodType<string>) =>
  z.preprocess((value) => (typeof value === "string" ? value.trim().split(/\s+/) : value), z.array(item));

/** A boolean, or a string that spells one. */
export const flag = () =>
  z.preprocess(
    (value) => (value === "true" ? true : value === "false" ? false : value),
    z.boolean("must be true or false"),
  );

/** A whole number within bounds, or a string that spells one. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value),
    z
      .int("must be a whole number")
      .min(minimum, `must be ${minimum} to ${maximum}`)
      .max(maximum, `must be ${minimum} to ${maximum}`),
  );

/** One of several words. */
export const oneOf = (words: readonly string[]) => z.enum([...words], `must be one of ${words.join(", ")}`);
