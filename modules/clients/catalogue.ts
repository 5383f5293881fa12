import type { ClientProfile } from "./client-profile";
import { geth } from "./geth";
import { parity } from "./parity";

/** Every client that can be chosen, by name. */
export const catalogue: Readonly<Record<string, ClientProfile>> = { parity, geth };
