import type { ClientChoice } from "./client-choice";
import { pathsOf } from "./client-paths";
import type { EngineApi, PeerPort, PeerPortOf } from "./client-profile";
import type { ConsensusOptions, ConsensusProfile } from "./consensus-profile";
import { placeholders } from "./placeholders";
import { sealingFlags } from "./validator";

/** The host is the name under which the consensus client's container knows the execution client's. */
export const ENGINE_API: EngineApi = { host: "execution", port: 8551 };

/** Whether a consensus client, of this node or of the user's own, drives the execution client by its engine API. */
export function servesEngineApi({ chain, consensus, execution }: ClientChoice): boolean {
  return execution.hasEngineApi && consensus !== "built-in" && chain !== "dev";
}

/** The execution client's command line, without what the user adds. */
export function executionCommand(choice: ClientChoice): readonly string[] {
  const { bootnodes, chain, execution, nodeType, reservedPeers, rpcApis } = choice;
  const rpcHosts = (port?: number) =>
    [
      placeholders.rpcHosts(port),
      // The user's may stand for a load balancer, which has a port of its own, or the one that nobody writes.
      ...choice.rpcHosts.flatMap((host) => (port === undefined ? [host] : [host, `${host}:*`])),
    ].join(",");
  const corsOrigins = choice.rpcCorsOrigins.length === 0 ? undefined : choice.rpcCorsOrigins.join(",");
  const options = {
    corsOrigins,
    nodeType,
    rpcApis,
    rpcPort: execution.rpcPort,
    wsPort: execution.wsPort,
    peerPort: portsOf([...execution.peerPorts, ...(execution.builtInConsensus?.peerPorts ?? [])]),
    bootnodes,
    reservedPeers,
    servesEngineApi: servesEngineApi(choice),
    engineApi: ENGINE_API,
    ...placeholders,
    rpcHosts,
  };
  return [...execution.command(chain, pathsOf(execution), options), ...sealingFlags(choice)];
}

/** The consensus client's command line, without what the user adds. */
export function consensusCommand(profile: ConsensusProfile, chain: string): readonly string[] {
  return profile.command(chain, pathsOf(profile), consensusOptions(profile));
}

/** That of its run before the first start; empty where it needs none. */
export function checkpointSyncCommand(profile: ConsensusProfile, chain: string): readonly string[] {
  return profile.checkpointSyncCommand?.(chain, pathsOf(profile), consensusOptions(profile)) ?? [];
}

function consensusOptions({ peerPorts, restPort }: ConsensusProfile): ConsensusOptions {
  const engineApiUrl = `http://${ENGINE_API.host}:${ENGINE_API.port}`;
  return { peerPort: portsOf(peerPorts), restPort, engineApiUrl, ...placeholders };
}

function portsOf(peerPorts: readonly PeerPort[]): PeerPortOf {
  return (name) => {
    const found = peerPorts.find((peer) => peer.name === name);
    if (found === undefined) {
      throw new Error(`a profile's command line must name one of its peer ports; got ${name}`);
    }
    return found.port;
  };
}
