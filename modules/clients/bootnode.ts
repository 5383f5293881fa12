import { isIPv4 } from "node:net";
import { isHostName } from "./host-name";

const ENODE = /^enode:\/\/[0-9a-f]{128}@([a-z0-9.-]+):([0-9]{1,5})(?:\?discport=([0-9]{1,5}))?$/i;
const HIGHEST_PORT = 65_535;

/**
 * Whether this is the enode URL of a peer that listens at an IPv4 address or a host name, and answers discovery: geth 1.17.5 ends
 * on `?discport=0`, which a node without discovery prints of itself.
 */
export function isBootnode(url: string): boolean {
  const [, host, port, discoveryPort = port] = ENODE.exec(url) ?? [];
  return (
    host !== undefined &&
    (isIPv4(host) || (host.includes(".") && isHostName(host.toLowerCase()))) &&
    isPort(port) &&
    isPort(discoveryPort)
  );
}

/** Whether this is the enode URL of a peer at an IPv6 address, which clients read and no host of ours could reach. */
export function hasIPv6Address(url: string): boolean {
  return /@\[[0-9a-f:.]+\]/i.test(url);
}

/** Without the port for discovery. */
export function withoutDiscoveryPort(url: string): string {
  return url.replace(/\?discport=.*$/, "");
}

function isPort(port: string | undefined): boolean {
  return Number(port) >= 1 && Number(port) <= HIGHEST_PORT;
}
