import { MOUNT_POINT } from "../host-contract";
import type { ClientChoice } from "./client-choice";
import type { ClientPaths, ClientProfile } from "./client-profile";
import type { ConsensusOptions, ConsensusProfile } from "./consensus-profile";
import { hostFacts } from "./host-facts";

/** Directory of the shared secret of the engine API, on the host and in both containers. */
export const ENGINE_API_DIRECTORY = `${MOUNT_POINT}/engine-api`;
/** Where the image has the user's chain specification. */
export const CHAIN_SPEC_FILE = "/opt/ethereum-node/chain/chain.json";
/** Name under which the consensus client's container knows the execution client's. */
export const EXECUTION_HOST = "execution";
const ENGINE_API_PORT = 8551;

/** What a consensus client is told of its node. */
export const CONSENSUS_OPTIONS: ConsensusOptions = {
  executionEndpoint: `http://${EXECUTION_HOST}:${ENGINE_API_PORT}`,
  ...hostFacts,
};

/** Whether a consensus client, of this node or of the user's own, drives the execution client by its engine API. */
export function servesEngineApi({ chain, consensus, execution }: ClientChoice): boolean {
  return execution.hasEngineApi && consensus !== "built-in" && chain !== "dev";
}

/** The execution client's command line, without what the user adds. */
export function executionArguments(choice: ClientChoice): readonly string[] {
  const { bootnodes, chain, execution, nodeType, rpcApis } = choice;
  const rpcHosts = (port?: number) =>
    [hostFacts.rpcHosts(port), ...choice.rpcHosts.map((host) => (port === undefined ? host : `${host}:${port}`))].join(
      ",",
    );
  const corsOrigins = choice.rpcCorsOrigins.length === 0 ? undefined : choice.rpcCorsOrigins.join(",");
  const options = {
    corsOrigins,
    nodeType,
    rpcApis,
    bootnodes,
    servesEngineApi: servesEngineApi(choice),
    ...hostFacts,
    rpcHosts,
  };
  return execution.arguments(chain, pathsOf(execution), options);
}

/** The consensus client's command line, without what the user adds. */
export function consensusArguments(profile: ConsensusProfile, chain: string): readonly string[] {
  return profile.arguments(chain, pathsOf(profile), CONSENSUS_OPTIONS);
}

/** Where things are in the container of a client. */
export function pathsOf({ name }: ClientProfile): ClientPaths {
  return {
    dataDirectory: `${MOUNT_POINT}/${name}`,
    jwtSecretFile: `${ENGINE_API_DIRECTORY}/jwt-secret`,
    chainSpecFile: CHAIN_SPEC_FILE,
  };
}
