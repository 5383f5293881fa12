import { MONITOR_NODE_FLAGS } from "../../monitor/node-flags";
import type { NodeProfile } from "../clients/node-profile";
import { CLIENT_FACTS_DIRECTORY, CLIENT_USER, MONITOR_DIRECTORY, MOUNT_POINT, RPC_HOSTS_FILE } from "../host-contract";
import type { ContainerImage } from "../image/container-image";
import { MONITOR_PROGRAM, NODE_PROGRAM } from "../image/monitor-image-build";
import {
  MONITOR_PORT,
  type MonitorEnv,
  type MonitorPage,
  NODE_NAME_FILE,
  PLANNED_WORK_FILE,
} from "../monitor-contract";
import { type ContainerDefinition, type LogProps, logConfiguration, readOnlyMount } from "./container-definition";

/** Name of the container, of its image's repository and of its log streams. */
export const MONITOR = "monitor";
/** Beyond it, the monitor is ended and starts anew; the clients never get this much. */
export const MONITOR_MEMORY_LIMIT_MIB = 128;
const MONITOR_MEMORY_RESERVATION_MIB = 64;
const STOP_TIMEOUT_SECONDS = 10;
/** Where it sees the directory of the disk. */
const DATA_DIRECTORY = `${MOUNT_POINT}/${MONITOR_DIRECTORY}`;

/** Its part of the chain disk: an empty directory, by which it asks how full the disk is. */
export const MONITOR_VOLUME = { name: "monitor-data", hostPath: DATA_DIRECTORY };

export interface MonitorContainerProps extends LogProps {
  readonly image: ContainerImage;
  readonly nodeProfile: NodeProfile;
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Which pages callers may be given. */
  readonly pages: readonly MonitorPage[];
  /** JSON-RPC of somebody else's node, to compare with. @default none */
  readonly referenceUrl?: string;
}

/** The monitor's container definition: it asks the clients, and can do nothing to them. */
export function monitorContainer(props: MonitorContainerProps): ContainerDefinition {
  const { image, nodeProfile } = props;
  const clients = nodeProfile.all.map(({ profile }) => profile.name);
  return {
    name: MONITOR,
    image: image.uri,
    // A node without its monitor goes on serving.
    essential: false,
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    stopTimeout: STOP_TIMEOUT_SECONDS,
    // No share of the processor is named: ECS then gives the least there is, as to the clients.
    memoryReservation: MONITOR_MEMORY_RESERVATION_MIB,
    memory: MONITOR_MEMORY_LIMIT_MIB,
    user: CLIENT_USER,
    readonlyRootFilesystem: true,
    dockerSecurityOptions: ["no-new-privileges"],
    linuxParameters: { capabilities: { drop: ["ALL"] } },
    entryPoint: [NODE_PROGRAM, ...MONITOR_NODE_FLAGS, MONITOR_PROGRAM],
    environment: Object.entries(monitorEnv(props)).map(([name, value]) => ({ name, value })),
    portMappings: [{ containerPort: MONITOR_PORT, hostPort: MONITOR_PORT, protocol: "tcp" }],
    mountPoints: [
      readOnlyMount(MONITOR_VOLUME.name, DATA_DIRECTORY),
      readOnlyMount("client-facts", CLIENT_FACTS_DIRECTORY),
    ],
    dependsOn: clients.map((containerName) => ({ containerName, condition: "START" })),
    links: clients.map((client) => `${client}:${client}`),
    logConfiguration: logConfiguration(MONITOR, props),
  };
}

function monitorEnv({ name, nodeProfile, pages, referenceUrl = "" }: MonitorContainerProps): MonitorEnv {
  const { beaconApi, execution } = nodeProfile;
  return {
    CHAIN: nodeProfile.chain,
    EXECUTION_URL: `http://${execution.profile.name}:${execution.profile.rpcPort}`,
    CONSENSUS_URL: beaconApi === undefined ? "" : `http://${beaconApi.container}:${beaconApi.port}`,
    REFERENCE_URL: referenceUrl,
    // A list of the nodes would change the task, and so restart the clients of all, whenever one comes or goes.
    FLEET_URLS: "",
    DATA_DIRECTORY,
    NODE_NAME_FILE,
    RPC_HOSTS_FILE,
    PLANNED_WORK_FILE,
    METRICS_NAMESPACE: name,
    LISTEN_PORT: String(MONITOR_PORT),
    SERVED_PAGES: pages.join(" "),
  };
}
