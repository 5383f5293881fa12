import { CallFailure, callJson } from "./http-json";
import { booleanOf, decimalOf, type Fields, fieldsOf, textOf } from "./json-fields";
import type { ConsensusObservation } from "./observation";

/** Asks the consensus client over its beacon API. */
export async function observeConsensus(
  url: string,
  timeoutMilliseconds: number,
  problems: string[],
): Promise<ConsensusObservation> {
  const get = async (path: string): Promise<Fields> => {
    const { value } = await callJson({ url: `${url}${path}`, timeoutMilliseconds });
    return fieldsOf(fieldsOf(value, path).data, `data of ${path}`);
  };
  const ask = async <T>(look: () => Promise<T>): Promise<T | null> => {
    try {
      return await look();
    } catch (error) {
      problems.push(`consensus client: ${(error as Error).message}`);
      return null;
    }
  };
  try {
    const syncing = await get("/eth/v1/node/syncing");
    const [client, genesisSeconds, peers] = await Promise.all([
      ask(async () => textOf((await get("/eth/v1/node/version")).version, "its version")),
      ask(async () => decimalOf((await get("/eth/v1/beacon/genesis")).genesis_time, "the genesis time")),
      ask(async () => decimalOf((await get("/eth/v1/node/peer_count")).connected, "the number of peers")),
    ]);
    return {
      failure: null,
      client,
      genesisSeconds,
      headSlot: decimalOf(syncing.head_slot, "the head slot"),
      distanceSlots: decimalOf(syncing.sync_distance, "the sync distance"),
      syncing: booleanOf(syncing.is_syncing, "is_syncing"),
      optimistic: booleanOf(syncing.is_optimistic, "is_optimistic"),
      executionOffline: booleanOf(syncing.el_offline, "el_offline"),
      peers,
    };
  } catch (error) {
    const kind = error instanceof CallFailure ? error.kind : "garbage";
    const text = (error as Error).message;
    problems.push(`consensus client: ${text}`);
    return {
      failure: { kind, text },
      client: null,
      genesisSeconds: null,
      headSlot: null,
      distanceSlots: null,
      syncing: null,
      optimistic: null,
      executionOffline: null,
      peers: null,
    };
  }
}
