import type { z } from "zod";

/** How the values of a setting are written, and what all of them keep to. */
export interface Kind<Value> {
  /** What a person writes, in words. */
  readonly form: string;
  /** What is asked of a value, each after "must". */
  readonly rules: readonly string[];
  /** Its messages are the rules, with "must". */
  readonly schema: z.ZodType<Value>;
}

/** A setting: how it is read, and what a person reads of it. */
export interface Setting<Value = unknown> extends Kind<Value> {
  /** What it is where nobody sets it, in words. */
  readonly byDefault: string;
  readonly meaning: string;
  /** What a change of it does to a deployment that is there. */
  readonly change: string;
}

/** What is told of a setting. */
export interface SettingText {
  readonly meaning: string;
  readonly change: string;
  /** What the profile of the client decides beside the kind, each after "must". @default nothing */
  readonly rules?: readonly string[];
}

/** A setting that has one value where nobody sets it. */
export function withDefault<Value>(kind: Kind<Value>, value: Value, text: SettingText): Setting<Value> {
  const words = Array.isArray(value) ? value.join(",") : String(value);
  return described(kind, kind.schema.default(value as never), words === "" ? "none" : `\`${words}\``, text);
}

/** A setting that is undefined where nobody sets it. */
export function optional<Value>(kind: Kind<Value>, byDefault: string, text: SettingText): Setting<Value | undefined> {
  return described(kind, kind.schema.optional(), byDefault, text);
}

function described<Value>(
  { form, rules }: Kind<unknown>,
  schema: z.ZodType<Value>,
  byDefault: string,
  text: SettingText,
): Setting<Value> {
  return { form, schema, byDefault, ...text, rules: [...rules, ...(text.rules ?? [])] };
}
