import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

type Json = Readonly<Record<string, unknown>>;

/**
 * The SHA-256 sum of what makes the user's chain this chain and no other: its name, its ids and its genesis. Forks to come,
 * bootnodes and the layout of the file may change.
 */
export function chainIdentitySha256(chainSpecFile: string): string {
  const file = JSON.parse(readFileSync(chainSpecFile, "utf8")) as Json;
  const { accounts, config, engine, nodes, params, ...rest } = spelt(file, ["config"]);
  const identity = {
    ...rest,
    // Geth's rules, and Parity's.
    config: pick(spelt(asObject(config), ["chainId"]), ["chainId"]),
    params: pick(params, ["networkID", "chainID"]),
    engine: Object.keys(asObject(engine)),
    accounts: withoutBuiltins(accounts),
  };
  return createHash("sha256").update(canonical(identity)).digest("hex");
}

/** With these names as they stand here, whose case geth does not mind. */
function spelt(object: Json, names: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      names.find((name) => name.toLowerCase() === key.toLowerCase()) ?? key,
      value,
    ]),
  );
}

function pick(value: unknown, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(asObject(value)).filter(([key]) => keys.includes(key)));
}

/** What a fork adds to a built-in contract is no part of the genesis. */
function withoutBuiltins(accounts: unknown): Json {
  const entries = Object.entries(asObject(accounts)).map(([address, account]) => {
    const { builtin, ...state } = asObject(account);
    return [address, state] as const;
  });
  return Object.fromEntries(entries.filter(([, state]) => Object.keys(state).length > 0));
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

/** JSON with the keys in order, whatever the file's. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
