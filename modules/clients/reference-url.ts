import { isCheckpointUrl } from "./checkpoint-url";

/** After "must". As that of checkpoint URLs: it is part of the stack, of its state and of every log. */
export const REFERENCE_URL_RULE =
  "be an https or http URL of JSON-RPC without a secret: no user, query or fragment, and no part of a host or path that could be a key";

/** Whether this is the URL of a node's JSON-RPC, and no part of it could be a secret. */
export function isReferenceUrl(url: string): boolean {
  return isCheckpointUrl(url.replace(/^http:/, "https:"));
}
