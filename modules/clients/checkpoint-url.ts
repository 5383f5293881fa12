import { CHECKPOINT_URL } from "../host-contract";

const WHOLE_URL = new RegExp(`^${CHECKPOINT_URL}$`);
const ANY_URL = /^(https?:\/\/)([^/?#]*@)?([A-Za-z0-9.…-]+)(:[0-9]{1,5})?([/?#].*)?$/s;

/** After "must". A URL is part of the stack, of its state, of the host's user data and of every log: no place for a key. */
export const CHECKPOINT_URLS_RULE =
  "hold https URLs of beacon APIs without a secret: no user, query, fragment or slash at the end, and no part of a host " +
  "or path that could be a key";

/** Whether this is the URL of a beacon API, and no part of it could be a secret. */
export function isCheckpointUrl(url: string): boolean {
  const [, host, , path] = WHOLE_URL.exec(url) ?? [];
  return host !== undefined && ![...host.split("."), ...(path ?? "").split("/")].some(couldBeKey);
}

/** What a message may show of a URL: scheme, host and port, and dots for all that could be a secret. */
export function withoutSecrets(url: string): string {
  const [, scheme, user, host, port, rest] = ANY_URL.exec(url) ?? [];
  if (host === undefined) {
    return "…";
  }
  const labels = host.split(".").map((label) => (couldBeKey(label) ? "…" : label));
  return `${scheme}${user === undefined ? "" : "…@"}${labels.join(".")}${port ?? ""}${rest === undefined ? "" : "/…"}`;
}

/**
 * Words are short, or letters only and of one case. Providers' keys are 20 to 64 random hex digits, letters of both cases, or a
 * UUID; hence a name that is as long, and as mixed, is taken for one too.
 */
function couldBeKey(part: string): boolean {
  const words = part.split(/[-_.~]/);
  const letters = words.join("");
  const digits = letters.replace(/[^0-9]/g, "").length;
  return (
    words.some((word) => word.length > 24 || (word.length >= 12 && /[0-9A-Z]/.test(word))) ||
    (letters.length >= 20 && (digits >= 5 || (/[a-z]/.test(letters) && /[A-Z]/.test(letters))))
  );
}
