import type { ChainSizing, ClientProfile } from "./client-profile";

/**
 * What a chain needs when this client runs it.
 *
 * @throws Error when the client does not run the chain
 */
export function chainSizing(client: ClientProfile, chain: string): ChainSizing {
  const sizing = client.chains[chain];
  if (sizing === undefined) {
    throw new Error(
      `chain must be one that ${client.name} runs: ${Object.keys(client.chains).join(", ")}; got "${chain}"`,
    );
  }
  return sizing;
}
