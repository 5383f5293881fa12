import { isIPv4 } from "node:net";
import { isHostName } from "./host-name";

const ENODE = /^enode:\/\/[0-9a-f]{128}@([a-z0-9.-]+):([0-9]{1,5})(?:\?discport=([0-9]{1,5}))?$/i;
const HIGHEST_PORT = 65_535;
/** The host itself, as a client without an address prints it, link-local ones, and those of many hosts or nobody: as in docker/checks.sh. */
const OF_NO_OTHER_HOST = /^(0|127|169\.254|22[4-9]|2[345]\d)\./;

/**
 * Whether this is the enode URL of a peer that listens at an IPv4 address or a host name, and answers discovery: geth 1.17.5 ends
 * on `?discport=0`, which a node without discovery prints of itself.
 */
export function isBootnode(url: string): boolean {
  const [, host, port, discoveryPort = port] = ENODE.exec(url) ?? [];
  return (
    host !== undefined &&
    ((isIPv4(host) && !OF_NO_OTHER_HOST.test(host)) || (host.includes(".") && isHostName(host.toLowerCase()))) &&
    isPort(port) &&
    isPort(discoveryPort)
  );
}

/** Whether this is the enode URL of a peer at an address under which no other host finds it. */
export function hasAddressOfNoOtherHost(url: string): boolean {
  return OF_NO_OTHER_HOST.test(ENODE.exec(url)?.[1] ?? "");
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
