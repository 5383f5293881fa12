import { lighthouse } from "./consensus/lighthouse";
import { lodestar } from "./consensus/lodestar";
import { nimbus } from "./consensus/nimbus";
import { prysm } from "./consensus/prysm";
import { teku } from "./consensus/teku";
import type { ConsensusProfile } from "./consensus-profile";
import { besu } from "./execution/besu";
import { erigon } from "./execution/erigon";
import { geth } from "./execution/geth";
import { nethermind } from "./execution/nethermind";
import { parity } from "./execution/parity";
import { reth } from "./execution/reth";
import type { ExecutionProfile } from "./execution-profile";

/** Every execution client that can be chosen, by name. */
export const executionClients: Readonly<Record<string, ExecutionProfile>> = {
  parity,
  geth,
  nethermind,
  besu,
  reth,
  erigon,
};

/** Every consensus client that can be chosen, by name. */
export const consensusClients: Readonly<Record<string, ConsensusProfile>> = {
  lighthouse,
  prysm,
  teku,
  nimbus,
  lodestar,
};
