import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CHECKPOINT_URLS_FILE,
  INITIALISED_TAG,
  JWT_SECRET_FILE,
  MONITOR_DIRECTORY,
  NODE_ENV_FILE,
  NODE_ENV_RULES,
  NODE_ENV_RULES_FILE,
  NODE_TAG,
  P2P_ADDRESS_FILE,
  RPC_HOSTS_FILE,
} from "../../../../../modules/host-contract";
import { clientOwner } from "../../../../../modules/image/client-user";
import { NODE_NAME_FILE } from "../../../../../modules/monitor-contract";
import { type CommandResult, runCommand, shell } from "./run-command";

/** Folder of the files under test. */
export const BOOT_DIRECTORY = path.resolve(__dirname, "../../../../../modules/node/boot");

// A mount namespace is a host of its own: its /etc, /run and mounts are gone with it, as after a shutdown.
const BOOT = `
mount --bind "$HOST/etc" /etc
mount --bind "$HOST/run" /run
status=0
bash -c "$1" || status=$?
if mountpoint --quiet "$MOUNT_POINT"; then umount "$MOUNT_POINT"; fi
exit "$status"`;

/** A host in a private mount namespace: the scripts find their real paths, the machine beneath stays as it was. */
export class BootHost {
  readonly directory = mkdtempSync(path.join(tmpdir(), "boot-host-"));
  readonly mountPoint = path.join(this.directory, "data");
  /** Content of node.env. */
  readonly settings: Record<string, string> = {
    NODE_NAME: "node-0",
    NODE_TAG: "mainnet-parity-node-0",
    NODE_TAG_KEY: NODE_TAG,
    INITIALISED_TAG,
    CLIENT_OWNER: clientOwner(),
    JWT_SECRET_FILE,
    MONITOR_DIRECTORY,
    NODE_NAME_FILE,
    P2P_ADDRESS_FILE,
    RPC_HOSTS_FILE,
    CHECKPOINT_URLS_FILE,
    REGION: "eu-central-1",
    SEED_SNAPSHOT_ID: "",
    CLUSTER_NAME: "mainnet-parity",
    DNS_RECORD_NAME: "node-0.example.org",
    SHARED_RECORD_NAME: "rpc.example.org",
    MEMBER_RECORD_NAME: "node-0.rpc.example.org",
    RECORD_TTL_SECONDS: "60",
    MOUNT_POINT: this.mountPoint,
    CLIENTS: "geth lighthouse",
    FOREIGN_CLIENTS: "parity besu",
    CHAIN: "mainnet",
    CHAIN_GENESIS_SHA256: "",
    NODE_TYPE: "full",
    NODE_TYPE_MAY_FOLLOW: "",
    EXECUTION_DATABASES: "geth/chaindata chaindata",
    NETWORK_IDENTITY_FILES: "geth/geth/nodekey lighthouse/beacon/network/key",
    NODE_KEY_FILE: "geth/geth/nodekey",
    VALIDATOR_DIRECTORY: "",
    P2P_PORT: "30303",
    USES_ENGINE_API: "true",
    CHECKPOINT_URLS: "",
    STOP_TIMEOUT_SECONDS: "300",
    STOP_MARGIN_SECONDS: "600",
  };

  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {}

  async prepare(): Promise<void> {
    mkdirSync(path.join(this.directory, "run"));
    await shell(`cp --archive /etc ${this.directory}/etc && mkdir -p ${this.directory}/etc/ethereum-node`);
  }

  /** One life of the host: runs the command line, the boot scripts being in PATH, and unmounts the disk. */
  boot(commandLine: string, environment: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    const lines = Object.entries(this.settings).map(([key, value]) => `${key}='${value}'\n`);
    writeFileSync(path.join(this.directory, NODE_ENV_FILE), lines.join(""));
    writeFileSync(path.join(this.directory, NODE_ENV_RULES_FILE), NODE_ENV_RULES);
    return runCommand("unshare", ["--mount", "bash", "-euc", BOOT, "boot", commandLine], {
      ...process.env,
      ...this.environment,
      HOST: this.directory,
      MOUNT_POINT: this.mountPoint,
      PATH: `${BOOT_DIRECTORY}:${process.env.PATH}`,
      ...environment,
    });
  }

  /** Reads a file that a boot left in /etc or /run. */
  read(file: string): string {
    return readFileSync(path.join(this.directory, file), "utf8");
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
