import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tryDocker } from "./docker";

/** What the task definition lets a client do: nothing beside its work. */
const CONFINEMENT = [
  "--read-only",
  "--cap-drop=ALL",
  "--security-opt=no-new-privileges",
  "--pids-limit=4096",
  "--memory=2g",
];

/** What the host gives the task: the mounted chain disk and the folder with the public address, here in a temporary folder. */
export class NodeFolders {
  readonly root = mkdtempSync(path.join(tmpdir(), "ethereum-node-docker-"));
  readonly data = path.join(this.root, "data");
  readonly run = path.join(this.root, "run");

  constructor(address = "203.0.113.7\n") {
    mkdirSync(this.data);
    mkdirSync(this.run);
    // The container's user is nobody of this machine.
    chmodSync(this.root, 0o755);
    chmodSync(this.data, 0o777);
    this.writeAddress(address);
    this.writeRpcHosts("node-0.example.org\n");
  }

  writeAddress(content: string): void {
    writeFileSync(path.join(this.run, "p2p-address"), content);
  }

  writeRpcHosts(content: string): void {
    writeFileSync(path.join(this.run, "rpc-hosts"), content);
  }

  writeCheckpointUrls(content: string): void {
    writeFileSync(path.join(this.run, "checkpoint-urls"), content);
  }

  removeCheckpointUrls(): void {
    rmSync(path.join(this.run, "checkpoint-urls"), { force: true });
  }

  /** The flags of `docker run` that mirror the task definition of a client. */
  runFlags(client: string, environment: Record<string, string | undefined> = {}): string[] {
    const all = {
      DATA_DIRECTORY: `/data/${client}`,
      P2P_ADDRESS_FILE: "/run/ethereum-node/p2p-address",
      RPC_HOSTS_FILE: "/run/ethereum-node/rpc-hosts",
      MINIMUM_FREE_MIB: "1",
      ...environment,
    };
    const variables = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : ["--env", `${name}=${value}`],
    );
    return [...CONFINEMENT, ...variables, "--volume", `${this.run}:/run/ethereum-node:ro`];
  }

  /** Empties the folder as root first: what the client wrote belongs to its user, not to the tests'. */
  remove(image: string): void {
    const asRoot = ["--rm", "--network=none", "--user=0:0", "--entrypoint=/bin/sh"];
    tryDocker("run", ...asRoot, "--volume", `${this.root}:/folders`, image, "-c", "rm -rf /folders/data");
    rmSync(this.root, { recursive: true, force: true });
  }
}
