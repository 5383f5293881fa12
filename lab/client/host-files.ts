import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StateDir } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import {
  CLIENT_FACTS_DIRECTORY,
  MONITOR_DIRECTORY,
  MOUNT_POINT,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../../modules/host-contract";
import { NODE_NAME_FILE } from "../../modules/monitor-contract";
import { runCommand } from "../../process/command";
import { baseImageAtHand } from "./base-image";
import { GETH_BASE_IMAGE } from "./geth-base-image";

const TIMEOUT_SECONDS = 60;
/** The first node. */
const NODE_NAME = "node-0";
/** Its name in lab.tfvars, and that of all nodes. */
const RPC_HOSTS = "node-0.mainnet.lab.internal\nrpc.mainnet.lab.internal";

/** Nobody's (RFC 5737): the client of the chain `dev` looks for no peers, and one must be announced. */
const P2P_ADDRESS = "192.0.2.1";

/** Does what the EC2 host does at boot: a directory on the chain disk that the client's user may write to, an empty one for the monitor, and what both must know of their host. */
export function prepareHostFiles(state: StateDir): void {
  const folders = {
    [`${MOUNT_POINT}/${geth.name}`]: 0o777,
    [`${MOUNT_POINT}/${MONITOR_DIRECTORY}`]: 0o755,
    [CLIENT_FACTS_DIRECTORY]: 0o755,
  };
  const facts = { [P2P_ADDRESS_FILE]: P2P_ADDRESS, [RPC_HOSTS_FILE]: RPC_HOSTS, [NODE_NAME_FILE]: NODE_NAME };
  for (const [folder, mode] of Object.entries(folders)) {
    mkdirSync(path.join(state.host, folder), { recursive: true });
    chmodSync(path.join(state.host, folder), mode);
  }
  for (const [file, fact] of Object.entries(facts)) {
    writeFileSync(path.join(state.host, file), `${fact}\n`);
    chmodSync(path.join(state.host, file), 0o644);
  }
}

/** Removes the chain data, which belongs to the client's user: a developer may need a container's root for that. */
export async function removeHostFiles(state: StateDir): Promise<void> {
  try {
    rmSync(state.host, { recursive: true, force: true });
  } catch {
    const image = (await baseImageAtHand(GETH_BASE_IMAGE)) ?? "";
    const remove = ["run", "--rm", "--user=0", "--entrypoint=/bin/rm", `--volume=${state.host}:/host`, image, "-rf"];
    await runCommand("docker", [...remove, `/host${MOUNT_POINT}`], { timeoutSeconds: TIMEOUT_SECONDS });
    rmSync(state.host, { recursive: true, force: true });
  }
}
