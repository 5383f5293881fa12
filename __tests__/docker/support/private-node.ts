import { callRpc } from "../../../lab/client/node-probe";
import { ENGINE_API } from "../../../modules/clients/client-command";
import type { ClientRun } from "../../../modules/clients/node-profile";
import { ENGINE_API_DIRECTORY } from "../../../modules/host-contract";
import { CLIENT_OWNER } from "../../support/client-user";
import { eventually } from "../../support/eventually";
import { docker, tryDocker } from "./docker";
import { EngineApi, type ExecutionPayload } from "./engine-api";
import { NodeFolders } from "./node-folders";

const SECRET = "5a".repeat(32);

/** One node of the private chain: geth behind the entrypoint, on the profile's very arguments, as a task in bridge networking. */
export class PrivateNode {
  private readonly folders: NodeFolders;
  private readonly container: string;

  /** @param address IPv4 address of this machine under which peers find the node */
  constructor(
    name: string,
    private readonly image: string,
    private readonly address: string,
  ) {
    this.container = `ethereum-node-test-private-${name}-${process.pid}`;
    this.folders = new NodeFolders(`${address}\n`);
    const script = `mkdir /data/geth && mkdir -m 700 ${ENGINE_API_DIRECTORY} && echo ${SECRET} >${ENGINE_API_DIRECTORY}/jwt-secret && chmod 600 ${ENGINE_API_DIRECTORY}/jwt-secret && chown -R ${CLIENT_OWNER} /data`;
    const asRoot = ["--rm", "--network=none", "--user=0", "--entrypoint=/bin/sh"];
    docker("run", ...asRoot, "--volume", `${this.folders.data}:/data`, image, "-c", script);
  }

  start(run: ClientRun, ...options: string[]): void {
    const mounts = [
      ["--volume", `${this.folders.data}/geth:/data/geth`],
      ["--volume", `${this.folders.data}/engine-api:${ENGINE_API_DIRECTORY}:ro`],
    ].flat();
    const ports = run.peerPorts.flatMap(({ port, protocols }) =>
      protocols.map((protocol) => `--publish=${this.address}:${port}:${port}/${protocol}`),
    );
    const flags = [...this.folders.runFlags("geth"), ...mounts, ...ports, ...options];
    docker("run", "--detach", `--name=${this.container}`, ...flags, this.image, ...run.command);
  }

  /** The engine API, to a caller with this secret. */
  engine(secret = SECRET): EngineApi {
    return new EngineApi(`http://${this.ip}:${ENGINE_API.port}`, secret);
  }

  rpc(method: string, ...parameters: unknown[]): Promise<unknown> {
    return callRpc(`http://${this.ip}:8545`, method, parameters);
  }

  async blockHash(number: number | "latest"): Promise<string | undefined> {
    const tag = typeof number === "number" ? `0x${number.toString(16)}` : number;
    return ((await this.rpc("eth_getBlockByNumber", tag, false)) as { hash: string } | null)?.hash;
  }

  async untilAnswering(): Promise<void> {
    await eventually("an answer of the RPC", 60, () => this.rpc("eth_chainId").catch(() => undefined)).catch(
      this.explain,
    );
  }

  async untilFollowing(payload: ExecutionPayload): Promise<void> {
    await eventually(`the block ${payload.blockNumber}`, 90, async () => {
      await this.engine().follow(payload);
      return (await this.blockHash("latest")) === payload.blockHash ? true : undefined;
    }).catch(this.explain);
  }

  enode(): string {
    const attach = ["--datadir=/data/geth", "attach", "--exec", "admin.nodeInfo.enode"];
    return JSON.parse(docker("exec", this.container, "geth", ...attach));
  }

  /** What its file of that name holds. */
  nodeKey(): string {
    return docker("exec", this.container, "cat", "/data/geth/geth/nodekey");
  }

  publishedPorts(): string[] {
    return docker("port", this.container)
      .split("\n")
      .map((line) => line.split(" ")[0] ?? "")
      .sort();
  }

  /** What stands for the mounted chain disk. */
  get disk(): string {
    return this.folders.data;
  }

  /** As a volume that is made from a snapshot of the other's. */
  copyDiskFrom(other: PrivateNode): void {
    const asRoot = ["--rm", "--network=none", "--user=0", "--entrypoint=/bin/sh"];
    const mounts = ["--volume", `${other.disk}:/other:ro`, "--volume", `${this.disk}:/data`];
    docker("run", ...asRoot, ...mounts, this.image, "-c", "rm -rf /data/* && cp -a /other/. /data");
  }

  /** Closes the database; the disk stays. */
  stop(): void {
    docker("stop", this.container);
    docker("rm", this.container);
  }

  /** As a machine that loses its power: no goodbye, nothing flushed. */
  kill(): void {
    docker("kill", this.container);
  }

  restart(): void {
    docker("start", this.container);
  }

  remove(): void {
    tryDocker("rm", "--force", this.container);
    this.folders.remove(this.image);
  }

  private get ip(): string {
    return docker("inspect", "--format={{.NetworkSettings.Networks.bridge.IPAddress}}", this.container);
  }

  private readonly explain = (error: Error): never => {
    throw new Error(
      `${error.message}; the log of ${this.container}: ${tryDocker("logs", "--tail=30", this.container).stderr}`,
    );
  };
}
