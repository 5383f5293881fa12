/** Where the host mounts the chain disk, and where the container sees it. */
export const MOUNT_POINT = "/data";
/** Directory in which the host writes, at every boot, the address that peers shall use. */
export const P2P_ADDRESS_DIRECTORY = "/run/ethereum-node";
/** The file in it: one IPv4 address. */
export const P2P_ADDRESS_FILE = `${P2P_ADDRESS_DIRECTORY}/p2p-address`;
