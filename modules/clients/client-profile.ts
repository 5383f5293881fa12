/** Processor architectures, by the names that EC2 gives them. */
export type Architecture = "arm64" | "x86_64";

/** A port on which peers reach a client, the same inside and outside of its container. */
export interface PeerPort {
  /** What it is for; part of construct ids. */
  readonly name: string;
  readonly port: number;
  readonly protocols: readonly ("tcp" | "udp")[];
}

/** The port of this name among a client's peer ports. */
export type PeerPortOf = (name: string) => number;

/** Where a consensus client's container finds the engine API of the execution client. */
export interface EngineApi {
  readonly host: string;
  readonly port: number;
}

/** Where things are inside a client's container. */
export interface ClientPaths {
  /** Directory of the database; nothing else on the chain disk is the client's. */
  readonly dataDirectory: string;
  /** The secret that execution and consensus client share, 64 hex digits. */
  readonly jwtSecretFile: string;
  /** The user's chain specification; exists for chain `private` only. */
  readonly chainSpecFile: string;
}

/** What every client is, as data; the modules know no client but by its profile. */
export interface ClientProfile {
  /** Name in settings, in the image repository and in the data directory. */
  readonly name: string;
  /** Upstream image, without a tag. */
  readonly image: string;
  /** Upstream tag that this profile was checked against; its digest is in modules/image/base-image-digests.json. */
  readonly version: string;
  /** Executable inside the image: an absolute path, or a name on its PATH. */
  readonly program: string;
  /** What the image exists for. */
  readonly architectures: readonly Architecture[];
  /** Seconds that the client may take to close its database. */
  readonly stopTimeoutSeconds: number;
  readonly peerPorts: readonly PeerPort[];
  /** Environment that the client needs beside its arguments. @default none */
  readonly environment?: (chain: string) => Readonly<Record<string, string>>;
  /** Its /tmp, in memory and empty at each start; the rest of its root is read-only. @default 64 MiB, without programs */
  readonly temporaryDirectory?: {
    readonly sizeMiB: number;
    /** Whether it unpacks native libraries there, which must then be executable. */
    readonly holdsPrograms: boolean;
  };
  /**
   * What names it to its peers, below its data directory: its key and what is signed with it. A disk that is used by another
   * volume than the one that wrote it loses these, so that no two nodes have one identity; never accounts.
   */
  readonly networkIdentityFiles: readonly string[];
  /** Where the flags were checked: repository, version, files. */
  readonly flagsSource: string;
}
