import { writeFileSync } from "node:fs";
import type { StateDir } from "../../machine/state-dir";
import { RPC_URL, WS_URL } from "../client/node-probe";

/** curl's own means to reach the node at this machine's ports under the names that only the lab's zone knows. Answers CURL_HOME. */
export function ensureCurlHome(state: StateDir): string {
  const lines = [RPC_URL, WS_URL].map((url) => {
    const { port } = new URL(url);
    return `connect-to = ":${port}:localhost:${port}"\n`;
  });
  writeFileSync(`${state.run}/.curlrc`, lines.join(""));
  return state.run;
}
