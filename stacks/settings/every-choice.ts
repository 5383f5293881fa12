import { consensusClients, executionClients } from "../../modules/clients/catalogue";

/** The settings of every pair of clients on one chain, and of every client that needs no other. */
export function everyPair(chain = "mainnet"): NodeJS.ProcessEnv[] {
  return Object.values(executionClients)
    .filter(({ chains }) => Object.hasOwn(chains, chain))
    .flatMap((client) =>
      consensusOf(client.hasEngineApi, client.builtInConsensus !== undefined).map((consensus) => ({
        ETHNODE_CLIENT: client.name,
        ETHNODE_CHAIN: chain,
        ...(consensus === undefined ? {} : { ETHNODE_CONSENSUS_CLIENT: consensus }),
      })),
    );
}

/** Every pair on every public chain in every node type and for every architecture. */
export function everyChoice(): NodeJS.ProcessEnv[] {
  return ["mainnet", "sepolia", "hoodi", "xdai"].flatMap((chain) =>
    everyPair(chain).flatMap((pair) => {
      const client = executionClients[pair.ETHNODE_CLIENT ?? ""];
      const nodeTypes = Object.keys(client?.chains[chain] ?? {});
      return nodeTypes.flatMap((nodeType) =>
        (client?.architectures ?? []).map((architecture) => ({
          ...pair,
          ETHNODE_NODE_TYPE: nodeType,
          ETHNODE_ARCHITECTURE: architecture,
        })),
      );
    }),
  );
}

/** The values of ETHNODE_CONSENSUS_CLIENT that go with a client; undefined where none does. */
function consensusOf(hasEngineApi: boolean, hasBuiltIn: boolean): (string | undefined)[] {
  return hasEngineApi ? [...Object.keys(consensusClients), ...(hasBuiltIn ? ["built-in"] : [])] : [undefined];
}
