import { isIPv4 } from "node:net";
import { isHostName } from "./host-name";

// Geth minds the case of the scheme.
const ENODE = /^enode:\/\/([0-9A-Fa-f]{128})@([A-Za-z0-9.-]+):([0-9]{1,5})(?:\?discport=([0-9]{1,5}))?$/;
/** The prime of secp256k1. */
const PRIME = 2n ** 256n - 2n ** 32n - 977n;
const HIGHEST_PORT = 65_535;
/** The host itself, as a client without an address prints it, link-local ones, and those of many hosts or nobody: as in docker/checks.sh. */
const OF_NO_OTHER_HOST = /^(0|127|169\.254|22[4-9]|2[345]\d)\./;

/**
 * Whether this is the enode URL of a peer that listens at an IPv4 address or a host name, and answers discovery: geth 1.17.5 ends
 * on `?discport=0`, which a node without discovery prints of itself.
 */
export function isBootnode(url: string): boolean {
  const [, key, host, port, discoveryPort = port] = ENODE.exec(url) ?? [];
  return (
    key !== undefined &&
    host !== undefined &&
    isPublicKey(key) &&
    ((isIPv4(host) && !OF_NO_OTHER_HOST.test(host)) || (host.includes(".") && isHostName(host.toLowerCase()))) &&
    isPort(port) &&
    isPort(discoveryPort)
  );
}

/** Whether this is the enode URL of a peer at an address under which no other host finds it. */
export function hasAddressOfNoOtherHost(url: string): boolean {
  return OF_NO_OTHER_HOST.test(ENODE.exec(url)?.[2] ?? "");
}

/** Whether this is the enode URL of a peer at an IPv6 address, which clients read and no host of ours could reach. */
export function hasIPv6Address(url: string): boolean {
  return /@\[[0-9a-f:.]+\]/i.test(url);
}

/** Without the port for discovery. */
export function withoutDiscoveryPort(url: string): string {
  return url.replace(/\?discport=.*$/, "");
}

/** Whether the digits are a point of secp256k1, as those of a mistyped key are not: geth would end on them. */
function isPublicKey(digits: string): boolean {
  const [x, y] = [digits.slice(0, 64), digits.slice(64)].map((half) => BigInt(`0x${half}`)) as [bigint, bigint];
  return x < PRIME && y < PRIME && (y * y - x ** 3n - 7n) % PRIME === 0n;
}

function isPort(port: string | undefined): boolean {
  return Number(port) >= 1 && Number(port) <= HIGHEST_PORT;
}
