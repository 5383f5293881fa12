import { chainSizing } from "./clients/chain-sizing";
import type { ClientProfile } from "./clients/client-profile";
import { CLIENT_FACTS_DIRECTORY, MOUNT_POINT, P2P_ADDRESS_FILE, RPC_HOSTS_FILE } from "./host-paths";

// A client's database keeps thousands of files open.
const NOFILE_LIMIT = 1_048_576;

export interface ClientContainerProps {
  readonly client: ClientProfile;
  readonly chain: string;
  readonly image: string;
  readonly region: string;
  readonly logGroupName: string;
}

/**
 * The client's container definition in the shape of the ECS API.
 *
 * @throws Error when the client does not run the chain
 */
export function clientContainer(props: ClientContainerProps): Record<string, unknown> {
  const { client, chain } = props;
  const sizing = chainSizing(client, chain);
  const port = (number: number, protocol: string) => ({ containerPort: number, hostPort: number, protocol });
  return {
    name: client.name,
    image: props.image,
    essential: true,
    stopTimeout: client.stopTimeoutSeconds,
    memoryReservation: sizing.memoryReservationMiB,
    command: client.commandLine(chain),
    environment: Object.entries({
      CLIENT: client.name,
      DATA_DIRECTORY: client.dataDirectory,
      MINIMUM_FREE_MIB: String(sizing.minimumFreeMiB),
      P2P_ADDRESS_FILE,
      RPC_HOSTS_FILE,
    }).map(([name, value]) => ({ name, value })),
    portMappings: [
      port(client.p2pPort, "tcp"),
      port(client.p2pPort, "udp"),
      port(client.rpcPort, "tcp"),
      port(client.wsPort, "tcp"),
    ],
    mountPoints: [
      { sourceVolume: "chain", containerPath: MOUNT_POINT, readOnly: false },
      { sourceVolume: "client-facts", containerPath: CLIENT_FACTS_DIRECTORY, readOnly: true },
    ],
    ulimits: [{ name: "nofile", softLimit: NOFILE_LIMIT, hardLimit: NOFILE_LIMIT }],
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": props.logGroupName,
        "awslogs-region": props.region,
        "awslogs-stream-prefix": client.name,
        // A client must not stall because CloudWatch does.
        mode: "non-blocking",
        "max-buffer-size": "4m",
      },
    },
  };
}
