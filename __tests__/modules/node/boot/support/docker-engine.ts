import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { runCommand, shell } from "./run-command";

/** A Docker Engine of its own: stopping every ECS task on it touches nobody else's containers. */
export class DockerEngine {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(directory: string): Promise<DockerEngine> {
    mkdirSync(directory);
    const socket = `unix://${directory}/docker.sock`;
    const places = ["data-root", "exec-root", "pidfile"].map((name) => `--${name}=${path.join(directory, name)}`);
    const network = ["--bridge=none", "--iptables=false"];
    // In a network of its own: a dockerd without a bridge removes the bridge docker0 of the machine's dockerd.
    const child = spawn("unshare", ["--net", "dockerd", `--host=${socket}`, ...places, ...network], {
      stdio: "ignore",
    });
    const engine = new DockerEngine(child, directory, { DOCKER_HOST: socket });
    await engine.untilReady();
    return engine;
  }

  /** Makes an image of this machine's shell: no registry is needed. */
  async importShell(name: string): Promise<void> {
    const files = "/bin/sh /bin/sleep $(ldd /bin/sleep | grep --only-matching '/[^ ]*')";
    await this.shell(`tar --create --absolute-names --dereference ${files} | docker import - ${name}`);
  }

  shell(script: string): Promise<string> {
    return shell(script, { ...process.env, ...this.environment });
  }

  async stop(): Promise<void> {
    const exited = once(this.process, "exit");
    this.process.kill();
    await exited;
    await shell(`umount ${this.directory}/exec-root/netns/* 2>/dev/null || true`);
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 150; attempt++) {
      const { status } = await runCommand("docker", ["version"], { ...process.env, ...this.environment });
      if (status === 0) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`dockerd must answer in ${this.directory} within 30 s`);
  }
}
