import { isIPv4 } from "node:net";
import { isHostName } from "./host-name";

const ENODE = /^enode:\/\/[0-9a-f]{128}@([a-z0-9.-]+):([0-9]{1,5})(?:\?discport=([0-9]{1,5}))?$/i;
const HIGHEST_PORT = 65_535;

/** Whether this is the enode URL of a peer that listens at an IPv4 address or, where names are taken, a host name. */
export function isBootnode(url: string, takesNames: boolean): boolean {
  const [, host, port, discoveryPort] = ENODE.exec(url) ?? [];
  return (
    host !== undefined &&
    (isIPv4(host) || (takesNames && host.includes(".") && isHostName(host.toLowerCase()))) &&
    Number(port) >= 1 &&
    Number(port) <= HIGHEST_PORT &&
    Number(discoveryPort ?? 0) <= HIGHEST_PORT
  );
}

/** Without the port for discovery that geth prints behind it. */
export function withoutDiscoveryPort(url: string): string {
  return url.replace(/\?discport=.*$/, "");
}
