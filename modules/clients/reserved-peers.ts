import { withoutDiscoveryPort } from "./bootnode";
import type { ClientChoice } from "./client-choice";

/** Where the entrypoint writes them, one a line: in the container's own memory, anew at each start. */
export const RESERVED_PEERS_FILE = "/tmp/reserved-peers";

/** What the container of the execution client knows of them. */
export function reservedPeersEnvironment({ reservedPeers }: ClientChoice): Readonly<Record<string, string>> {
  return reservedPeers.length === 0
    ? {}
    : { RESERVED_PEERS: reservedPeers.map(withoutDiscoveryPort).join("\n"), RESERVED_PEERS_FILE };
}
