import { JWT_SECRET_FILE, MOUNT_POINT } from "../host-contract";
import type { ClientPaths, ClientProfile } from "./client-profile";

/** Where things are in the container of a client. */
export function pathsOf({ name }: ClientProfile): ClientPaths {
  return {
    dataDirectory: `${MOUNT_POINT}/${name}`,
    jwtSecretFile: `${MOUNT_POINT}/${JWT_SECRET_FILE}`,
    chainSpecFile: "/opt/ethereum-node/chain/chain.json",
  };
}
