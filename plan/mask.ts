import { holdsTrue, isObject } from "./json";

/** What stands in place of a sensitive value. */
export const SENSITIVE = "(sensitive)";

/**
 * A copy without what Terraform calls sensitive.
 *
 * @param flags `before_sensitive` or `after_sensitive`: true for all of it, or the same structure with true where it is
 */
export function mask(value: unknown, flags: unknown): unknown {
  if (value === null || value === undefined || !holdsTrue(flags)) {
    return value;
  }
  if (flags === true) {
    return SENSITIVE;
  }
  if (Array.isArray(value) && Array.isArray(flags)) {
    return value.map((item, index) => mask(item, flags[index]));
  }
  if (isObject(value) && isObject(flags)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mask(item, flags[key])]));
  }
  return value;
}
