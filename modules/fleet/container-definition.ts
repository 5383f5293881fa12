import { type IResolvable, Token } from "cdktf";
import type { ClientRun } from "../clients/node-profile";
import { placeholders } from "../clients/placeholders";
import {
  CHECKPOINT_URLS_FILE,
  CLIENT_FACTS_DIRECTORY,
  CLIENT_USER,
  ENGINE_API_DIRECTORY,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../host-contract";
import type { ClientImage } from "../image/client-image";
import { ENTRY_POINT } from "../image/client-image-build";

// A client's database keeps thousands of files open.
const NOFILE_LIMIT = 1_048_576;
// Also where no need of it is known: many a library takes for granted that it can write there.
const TEMPORARY_DIRECTORY = { sizeMiB: 64, holdsPrograms: false };

/** The shape of the ECS API. */
export interface ContainerDefinition extends Readonly<Record<string, unknown>> {
  /** A Terraform number where it is a string. */
  readonly memory: string | number;
}

/** Where a container's log goes. */
export interface LogProps {
  readonly region: string;
  readonly logGroupName: string;
}

export interface ClientContainerProps extends LogProps {
  /** The client's image, and so the client. */
  readonly image: ClientImage;
  /** Memory beyond which the client is ended, a Terraform number. */
  readonly memoryLimitMiB: IResolvable;
  /** Whether the secret of the engine API is mounted. */
  readonly usesEngineApi: boolean;
  /** Name of the container that starts before this one, and the name under which this one finds it. @default none */
  readonly linkedTo?: { readonly container: string; readonly as: string };
}

/** Name of the task volume that holds a client's part of the chain disk. */
export function dataVolumeName({ profile }: ClientRun): string {
  return `${profile.name}-data`;
}

/** One client's container definition: it may do nothing beside its work on its own directory. */
export function clientContainer(props: ClientContainerProps): ContainerDefinition {
  const { image, linkedTo } = props;
  const { run } = image;
  const { profile } = run;
  const port = (number: number, protocol: string) => ({ containerPort: number, hostPort: number, protocol });
  return {
    name: profile.name,
    image: image.uri,
    essential: true,
    // In place, so that the other client goes on; one that ends within the period is ECS's to start anew, ever more slowly.
    restartPolicy: { enabled: true, restartAttemptPeriod: 300 },
    stopTimeout: profile.stopTimeoutSeconds,
    memoryReservation: run.memoryReservationMiB,
    // A client that leaks ends and starts anew; without it the host would run out, and end whom it likes.
    memory: Token.asString(props.memoryLimitMiB),
    user: CLIENT_USER,
    readonlyRootFilesystem: true,
    dockerSecurityOptions: ["no-new-privileges"],
    linuxParameters: { capabilities: { drop: ["ALL"] }, tmpfs: [temporaryDirectory(run)] },
    // Of docker/, so that an image of another making ends in one line: there is no such file.
    entryPoint: ENTRY_POINT,
    command: run.command,
    environment: Object.entries({
      ...run.environment,
      DATA_DIRECTORY: run.dataDirectory,
      MINIMUM_FREE_MIB: String(run.minimumFreeMiB),
      P2P_ADDRESS_FILE,
      RPC_HOSTS_FILE,
      ...checkpointEnvironment(run),
    }).map(([name, value]) => ({ name, value })),
    portMappings: [
      ...run.peerPorts.flatMap((peer) => peer.protocols.map((protocol) => port(peer.port, protocol))),
      ...run.rpcPorts.map((number) => port(number, "tcp")),
    ],
    mountPoints: [
      { sourceVolume: dataVolumeName(run), containerPath: run.dataDirectory, readOnly: false },
      readOnlyMount("client-facts", CLIENT_FACTS_DIRECTORY),
      ...(props.usesEngineApi ? [readOnlyMount("engine-api", ENGINE_API_DIRECTORY)] : []),
    ],
    ...(linkedTo === undefined
      ? {}
      : {
          // The order also holds backwards: this one stops first.
          dependsOn: [{ containerName: linkedTo.container, condition: "START" }],
          links: [`${linkedTo.container}:${linkedTo.as}`],
        }),
    ulimits: [{ name: "nofile", softLimit: NOFILE_LIMIT, hardLimit: NOFILE_LIMIT }],
    logConfiguration: logConfiguration(profile.name, props),
  };
}

export function readOnlyMount(sourceVolume: string, containerPath: string): Record<string, unknown> {
  return { sourceVolume, containerPath, readOnly: true };
}

/** Streams of their own for each container. */
export function logConfiguration(container: string, { logGroupName, region }: LogProps): Record<string, unknown> {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroupName,
      "awslogs-region": region,
      "awslogs-stream-prefix": container,
      // Nothing must stall because CloudWatch does.
      mode: "non-blocking",
      "max-buffer-size": "4m",
    },
  };
}

function temporaryDirectory({ profile }: ClientRun): Record<string, unknown> {
  const { holdsPrograms, sizeMiB } = profile.temporaryDirectory ?? TEMPORARY_DIRECTORY;
  return { containerPath: "/tmp", size: sizeMiB, mountOptions: ["nosuid", "nodev", holdsPrograms ? "exec" : "noexec"] };
}

function checkpointEnvironment({ command, checkpointSyncCommand }: ClientRun): Record<string, string> {
  if (![...command, ...checkpointSyncCommand].some((argument) => argument.includes(placeholders.checkpointUrl))) {
    return {};
  }
  return {
    CHECKPOINT_URLS_FILE,
    ...(checkpointSyncCommand.length === 0 ? {} : { CHECKPOINT_SYNC_COMMAND: checkpointSyncCommand.join("\n") }),
  };
}
