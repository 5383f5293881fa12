import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eventually } from "../../../../support/eventually";
import { BOOT_DIRECTORY } from "./boot-host";
import { type CommandResult, runCommand, shell } from "./run-command";

/** Address of the host, where callers from outside find it. */
export const HOST_ADDRESS = "10.99.0.2";
/** Address of a machine outside, such as a peer's. */
export const WORLD_ADDRESS = "10.99.0.1";
const IMAGE = "client:test";

/** Answers "yes" to whoever connects, and to every question by UDP that no such name exists. */
const LISTENER = `
import socket, socketserver, sys, threading
class Answer(socketserver.BaseRequestHandler):
    def handle(self):
        udp = isinstance(self.request, tuple)
        self.request[1].sendto(self.request[0][:2] + b"\\x81\\x83" + self.request[0][4:], self.client_address) if udp else self.request.sendall(b"yes")
socketserver.TCPServer.allow_reuse_address = True
for place in sys.argv[1:]:
    kind, address, port = place.split(",")
    server = socketserver.ThreadingTCPServer if kind == "tcp" else socketserver.ThreadingUDPServer
    server = type("Server", (server,), {"address_family": socket.AF_INET6 if ":" in address else socket.AF_INET})
    threading.Thread(target=server((address, int(port)), Answer).serve_forever).start()
print("ready", flush=True)
`;

/** A host in network namespaces of its own, with a real Docker Engine and the world outside: nothing of this machine is touched. */
export class ContainerHost {
  private readonly directory = mkdtempSync(path.join(tmpdir(), "container-host-"));
  private readonly host = `host-${process.pid}`;
  private readonly world = `world-${process.pid}`;
  private readonly processes: ChildProcess[] = [];
  private engine: ChildProcess | undefined;

  async start(): Promise<void> {
    const { host, world } = this;
    await shell(`
ip netns add ${host}; ip netns add ${world}
ip link add eth0 netns ${host} type veth peer name eth0 netns ${world}
ip -netns ${host} address add ${HOST_ADDRESS}/24 dev eth0
for address in ${WORLD_ADDRESS}/24 169.254.169.254/32 169.254.169.253/32; do ip -netns ${world} address add $address dev eth0; done
for namespace in ${host} ${world}; do ip -netns $namespace link set lo up; ip -netns $namespace link set eth0 up; done
ip -netns ${host} route add default via ${WORLD_ADDRESS}`);
    await this.startDocker();
    await this.docker(`exec bash -c '
tar --create --directory / --absolute-names --dereference --transform "s|.*/||" "$(command -v busybox)" | docker import --change "ENTRYPOINT [\\"/busybox\\"]" - ${IMAGE}'`);
  }

  async startDocker(): Promise<void> {
    const places = ["data-root", "exec-root", "pidfile"].map((name) => `--${name}=${path.join(this.directory, name)}`);
    this.engine = this.inNamespace(this.host, ["dockerd", `--host=${this.socket}`, ...places, "--bip=172.31.99.1/24"]);
    const isReady = async () => ((await this.tryDocker("version")).status === 0 ? true : undefined);
    await eventually("an answer of dockerd", 30, isReady);
  }

  async stopDocker(): Promise<void> {
    if (this.engine !== undefined) {
      const exited = once(this.engine, "exit");
      this.engine.kill();
      await exited;
      this.engine = undefined;
    }
  }

  /** As ecs-init does before it starts the agent: its endpoint of credentials, on a port of the host. */
  async redirectCredentials(): Promise<void> {
    await this.onHost(`
sysctl --quiet --write net.ipv4.conf.all.route_localnet=1
iptables --table nat --append PREROUTING --protocol tcp --destination 169.254.170.2 --dport 80 --jump DNAT --to-destination 127.0.0.1:51679`);
  }

  /** Listens on the host or outside, at places such as tcp,0.0.0.0,22. */
  async listen(where: "host" | "world", ...places: string[]): Promise<void> {
    const listener = this.inNamespace(this[where], ["python3", "-c", LISTENER, ...places], "pipe");
    await once(listener.stdout as NodeJS.ReadableStream, "data");
    this.processes.push(listener);
  }

  /** Starts a container of the shell; its command is one of busybox. */
  run(name: string, flags: string, command: string): Promise<string> {
    return this.docker(`docker run --detach --name ${name} ${flags} ${IMAGE} ${command}`);
  }

  /** Runs a command of busybox, for 3 s at most. */
  inContainer(container: string, command: string): Promise<CommandResult> {
    return this.tryDocker("exec", container, "/busybox", "timeout", "3", "/busybox", "sh", "-c", `${command} 2>&1`);
  }

  /** Whether something answers a container there. */
  async reaches(container: string, address: string, port: number): Promise<boolean> {
    const { stdout } = await this.inContainer(container, `/busybox nc -w 2 ${address} ${port}`);
    return stdout.includes("yes");
  }

  /** Whether the name server there answers a container. */
  async resolves(container: string, address: string): Promise<boolean> {
    const { stdout } = await this.inContainer(container, `/busybox nslookup -type=a example.org ${address}`);
    return stdout.includes("NXDOMAIN");
  }

  /** Whether something answers the host or the world there. */
  async answers(where: "host" | "world", address: string, port: number): Promise<boolean> {
    const call = ["bash", "-c", `exec 3<>/dev/tcp/${address}/${port}; timeout 3 cat <&3`];
    const { stdout } = await runCommand("timeout", ["5", ...this.entering(this[where]), ...call]);
    return stdout.includes("yes");
  }

  onHost(script: string): Promise<string> {
    return shell(`${this.entering(this.host).join(" ")} bash -euo pipefail -c '${script.replaceAll("'", "'\\''")}'`);
  }

  bootStep(script: string, environment: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
    const [program, ...args] = this.entering(this.host) as [string, ...string[]];
    return runCommand(program, [...args, path.join(BOOT_DIRECTORY, script)], { ...process.env, ...environment });
  }

  docker(script: string): Promise<string> {
    return shell(script, { ...process.env, DOCKER_HOST: this.socket });
  }

  async remove(): Promise<void> {
    await this.docker("docker ps --all --quiet | xargs --no-run-if-empty docker rm --force").catch(() => undefined);
    await this.stopDocker();
    for (const process of this.processes) {
      process.kill();
    }
    await shell(`
umount ${this.directory}/exec-root/netns/* 2>/dev/null || true
for namespace in ${this.host} ${this.world}; do ip netns delete $namespace || true; done`);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get socket(): string {
    return `unix://${this.directory}/docker.sock`;
  }

  private tryDocker(...args: string[]): Promise<CommandResult> {
    return runCommand("timeout", ["20", "docker", ...args], { ...process.env, DOCKER_HOST: this.socket });
  }

  // Not `ip netns exec`, which mounts another /sys, without the control groups that Docker needs.
  private entering(namespace: string): string[] {
    return ["nsenter", `--net=/run/netns/${namespace}`];
  }

  private inNamespace(namespace: string, command: string[], stdout: "ignore" | "pipe" = "ignore"): ChildProcess {
    const [program, ...args] = [...this.entering(namespace), ...command] as [string, ...string[]];
    return spawn(program, args, { stdio: ["ignore", stdout, "ignore"] });
  }
}
