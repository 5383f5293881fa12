import { CallFailure, shown } from "./http-json";

/** The fields of a JSON object; none of anything else. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Fields;
  }
  throw new CallFailure("garbage", `${what} is no object, but ${shown(value)}`);
}

/** A number as JSON-RPC has it: 0x1f. */
export function quantityOf(value: unknown, what: string): number {
  if (typeof value === "string" && /^0x[0-9a-f]{1,13}$/i.test(value)) {
    return Number(value);
  }
  throw new CallFailure("garbage", `${what} is no number in hexadecimal, but ${shown(value)}`);
}

/** A whole number as the beacon API has it: "31". */
export function decimalOf(value: unknown, what: string): number {
  if (typeof value === "string" && /^[0-9]{1,15}$/.test(value)) {
    return Number(value);
  }
  throw new CallFailure("garbage", `${what} is no decimal number in quotes, but ${shown(value)}`);
}

export function hashOf(value: unknown, what: string): string {
  if (typeof value === "string" && /^0x[0-9a-f]{64}$/i.test(value)) {
    return value.toLowerCase();
  }
  throw new CallFailure("garbage", `${what} is no hash, but ${shown(value)}`);
}

export function booleanOf(value: unknown, what: string): boolean {
  if (typeof value === "boolean") {
    return value;
  }
  throw new CallFailure("garbage", `${what} is neither true nor false, but ${shown(value)}`);
}

/** A text for people, cut to a length that a page can show, without what a terminal would obey. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") {
    return value.slice(0, 200).replace(/[^\x20-\x7e]/g, "?");
  }
  throw new CallFailure("garbage", `${what} is no text, but ${shown(value)}`);
}
