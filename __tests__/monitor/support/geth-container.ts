import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { callRpc } from "../../../lab/client/node-probe";
import { baseImage } from "../../docker/support/client-image";
import { docker, tryDocker } from "../../docker/support/docker";
import { EngineApi } from "../../docker/support/engine-api";
import { PRIVATE_GENESIS } from "../../docker/support/private-genesis";
import { eventually, WAIT_SECONDS } from "../../support/eventually";

const SECRET = "5a".repeat(32);

/** A real geth, alone: without peers, and reached at its container's address. */
export class GethContainer {
  private readonly name: string;
  private readonly folder = mkdtempSync(path.join(tmpdir(), "monitor-geth-"));

  constructor(name: string) {
    this.name = `ethereum-monitor-test-${name}-${process.pid}`;
    chmodSync(this.folder, 0o755);
    mkdirSync(path.join(this.folder, "run"));
    writeFileSync(path.join(this.folder, "run/genesis.json"), JSON.stringify(PRIVATE_GENESIS));
    writeFileSync(path.join(this.folder, "run/secret"), SECRET);
  }

  /** A chain that makes a block a second by itself. */
  startDev(...more: string[]): void {
    this.run(["--dev", "--dev.period=1", ...more]);
  }

  /** A chain that makes the blocks that the engine API tells it. */
  startPrivate(): void {
    this.run([
      "--override.genesis=/run/monitor-test/genesis.json",
      "--syncmode=full",
      "--nodiscover",
      "--maxpeers=0",
      "--authrpc.addr=0.0.0.0",
      "--authrpc.vhosts=*",
      "--authrpc.jwtsecret=/run/monitor-test/secret",
    ]);
  }

  async untilAnswering(): Promise<void> {
    await eventually(`an answer of ${this.name}`, WAIT_SECONDS, () =>
      callRpc(this.url, "eth_chainId").catch(() => undefined),
    );
  }

  get url(): string {
    return `http://${this.ip}:8545`;
  }

  get engine(): EngineApi {
    return new EngineApi(`http://${this.ip}:8551`, SECRET);
  }

  async hashOf(height: number): Promise<string> {
    const block = await callRpc(this.url, "eth_getBlockByNumber", [`0x${height.toString(16)}`, false]);
    return (block as { hash: string }).hash;
  }

  signal(name: "STOP" | "CONT" | "KILL"): void {
    docker("kill", `--signal=${name}`, this.name);
  }

  remove(): void {
    tryDocker("rm", "--force", this.name);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(args: readonly string[]): void {
    const mounts = ["--tmpfs=/tmp", "--tmpfs=/data", `--volume=${this.folder}/run:/run/monitor-test:ro`];
    const http = ["--datadir=/data", "--http", "--http.addr=0.0.0.0"];
    docker("run", "--detach", `--name=${this.name}`, ...mounts, "--entrypoint=geth", baseImage(), ...args, ...http);
  }

  private get ip(): string {
    return docker("inspect", "--format={{.NetworkSettings.Networks.bridge.IPAddress}}", this.name);
  }
}
