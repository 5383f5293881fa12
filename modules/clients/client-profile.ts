/** How much machine a chain needs. */
export interface ChainSizing {
  /** Smallest chain volume that holds the chain, in GiB. */
  readonly minimumVolumeSizeGiB: number;
  /** Default size of the chain volume, in GiB. */
  readonly volumeSizeGiB: number;
  /** Default EC2 instance type. */
  readonly instanceType: string;
  /** Free space below which the entrypoint refuses to start the client, in MiB. */
  readonly minimumFreeMiB: number;
  /** Memory that a host must have free for ECS to start the client there, which may then use more. In MiB. */
  readonly memoryReservationMiB: number;
}

/** A client as data: everything that the modules need to know to run it. */
export interface ClientProfile {
  /** Name in settings, in the image repository and in the data directory. */
  readonly name: string;
  /** Image that `docker/` customises. */
  readonly baseImage: string;
  /** Directory of the client's database inside the container. */
  readonly dataDirectory: string;
  /** Seconds that the client may take to close its database. */
  readonly stopTimeoutSeconds: number;
  /** Peer-to-peer port, TCP and UDP; must be the same inside and outside. */
  readonly p2pPort: number;
  /** JSON-RPC over HTTP. */
  readonly rpcPort: number;
  /** JSON-RPC over websocket. */
  readonly wsPort: number;
  /** The chains that this client can run and what each needs. */
  readonly chains: Readonly<Record<string, ChainSizing>>;
  /** What a user must know before choosing this client for a chain. */
  readonly warnings: Readonly<Record<string, string>>;
  /** The client's flags for a chain, without those that tell hosts apart: the entrypoint adds address and host name. */
  readonly commandLine: (chain: string) => string[];
}
