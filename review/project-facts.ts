import { consensusClients, executionClients } from "../modules/clients/catalogue";
import { ENGINE_API } from "../modules/clients/client-command";
import { MONITOR_PORT } from "../modules/monitor-contract";
import { asString } from "../plan/json";
import { nodeOf } from "../plan/nodes";
import type { Change } from "../plan/plan";
import { joined, say, type Words } from "../plan/words";

/** Resources whose content or name nobody can make again, and what each is called. */
const KEPT: Readonly<Record<string, string>> = {
  aws_ebs_volume: "chain disk",
  aws_route53_zone: "zone",
  aws_eip: "public address",
  aws_s3_bucket: "state bucket",
};

/** The host's word that the disk holds a file system: from then on it is never formatted. */
export const INITIALISED_TAG = "ChainDiskInitialised";

export function isKept({ type }: Change): boolean {
  return Object.hasOwn(KEPT, type);
}

/** What the resource is to whoever approves the plan. */
export function named(change: Change): Words {
  const node = nodeOf(change);
  const kind = KEPT[change.type];
  if (kind === undefined) {
    return say`${change.address}`;
  }
  const known = { ...change.shownAfter, ...change.shownBefore };
  const owner = node === undefined ? say`` : say` of ${node}`;
  const id = asString(known.public_ip) || asString(known.name) || asString(known.bucket) || asString(known.id);
  const size = change.type === "aws_ebs_volume" && typeof known.size === "number" ? say`, ${known.size} GiB` : say``;
  const detail = id === "" ? say`${change.address}${size}` : say`${id}${size}`;
  return joined([{ parts: [`the ${kind}`] }, owner, say` (${detail})`], "");
}

interface Ports {
  readonly tcp: ReadonlySet<number>;
  readonly udp: ReadonlySet<number>;
}

const profiles = [...Object.values(executionClients), ...Object.values(consensusClients)];
const peers = [
  ...profiles.flatMap(({ peerPorts }) => peerPorts),
  ...Object.values(executionClients).flatMap(({ builtInConsensus }) => builtInConsensus?.peerPorts ?? []),
];
const peerPortsOf = (protocol: "tcp" | "udp") =>
  new Set(peers.filter(({ protocols }) => protocols.includes(protocol)).map(({ port }) => port));

/** What the clients' profiles open to the world. */
export const PEER_PORTS: Ports = { tcp: peerPortsOf("tcp"), udp: peerPortsOf("udp") };

/** What commands a client or tells of it: JSON-RPC, websocket, engine API, the consensus clients' REST and the monitor. All are TCP. */
export const RPC_PORTS: ReadonlySet<number> = new Set([
  ...Object.values(executionClients).flatMap(({ rpcPort, wsPort }) => [rpcPort, wsPort]),
  ENGINE_API.port,
  ...Object.values(consensusClients).map(({ restPort }) => restPort),
  MONITOR_PORT,
]);

export const SSH_PORT = 22;
