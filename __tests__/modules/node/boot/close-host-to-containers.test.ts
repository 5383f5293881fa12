import { eventually } from "../../../support/eventually";
import { ContainerHost, HOST_ADDRESS, WORLD_ADDRESS } from "./support/container-host";
import { describeOnHost } from "./support/describe-on-host";
import { shell } from "./support/run-command";

const GATEWAY = "172.31.99.1";
const RPC = 8545;
const PEER = 30303;

/** What a container could reach and shall not: address, port, what it is. */
const CLOSED: [string, number, string][] = [
  [GATEWAY, 22, "SSH at the bridge"],
  [HOST_ADDRESS, 22, "SSH at the host's address"],
  [GATEWAY, 51678, "the ECS agent's introspection at the bridge"],
  [HOST_ADDRESS, 51678, "the ECS agent's introspection at the host's address"],
  ["169.254.170.2", 80, "the ECS agent's credentials"],
  ["169.254.169.254", 80, "the metadata service"],
  ["169.254.169.253", 80, "the resolver, but for names"],
  [HOST_ADDRESS, RPC, "the client's own port by way of the host"],
];

describeOnHost("close-host-to-containers.sh", ["dockerd", "ip", "iptables", "busybox", "unshare"], () => {
  const host = new ContainerHost();
  const closed = async () =>
    Promise.all(CLOSED.map(async ([address, port, what]) => [what, await host.reaches("client", address, port)]));
  const all = (reached: boolean) => CLOSED.map(([, , what]) => [what, reached]);

  /** What must work as before. */
  async function open(): Promise<unknown> {
    const client = (await host.docker("docker inspect -f '{{.NetworkSettings.IPAddress}}' client")) as string;
    return {
      namesOverUdp: await host.resolves("client", "169.254.169.253"),
      namesOverTcp: await host.reaches("client", "169.254.169.253", 53),
      peer: await host.reaches("client", WORLD_ADDRESS, PEER),
      linkedClient: await host.reaches("consensus", "execution", RPC),
      callerFromOutside: await host.answers("world", HOST_ADDRESS, RPC),
      hostToPublishedPort: await host.answers("host", "127.0.0.1", RPC),
      hostToContainer: await host.answers("host", client, RPC),
    };
  }
  const OPEN = {
    namesOverUdp: true,
    namesOverTcp: true,
    peer: true,
    linkedClient: true,
    callerFromOutside: true,
    hostToPublishedPort: true,
    hostToContainer: true,
  };

  async function startContainers(): Promise<void> {
    const answer = `nc -ll -p ${RPC} -e /busybox echo yes`;
    await host.run("client", `--publish ${RPC}:${RPC}`, answer);
    await host.run("consensus", "--link client:execution", "sleep 600");
  }

  beforeAll(async () => {
    await host.start();
    await host.listen("host", "tcp,0.0.0.0,22", "tcp,::,51678", "tcp,127.0.0.1,51679");
    await host.listen(
      "world",
      "tcp,169.254.169.254,80",
      "tcp,169.254.169.253,80",
      "tcp,169.254.169.253,53",
      "udp,169.254.169.253,53",
      `tcp,${WORLD_ADDRESS},${PEER}`,
    );
    await host.redirectCredentials();
    await startContainers();
  });

  afterAll(() => host.remove());

  // In this order: the first shows that the others can fail.
  test("without it a container reaches the host, the agent and the metadata service", async () => {
    expect(await closed()).toEqual(all(true));
    expect(await open()).toEqual(OPEN);
  });

  test("closes them to a container that runs, and leaves the client its work", async () => {
    const { status, stderr } = await host.bootStep("close-host-to-containers.sh");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "close-host-to-containers: containers reach no port of this host and no link-local address\n",
    });
    expect(await closed()).toEqual(all(false));
    expect(await open()).toEqual(OPEN);
  });

  test("changes nothing at a second run", async () => {
    const rules = () => host.onHost("iptables --table mangle --list-rules; ip6tables --table mangle --list-rules");
    const before = await rules();
    expect(before.match(/^-A PREROUTING/gm)).toHaveLength(2);
    expect((await host.bootStep("close-host-to-containers.sh")).status).toBe(0);
    expect(await rules()).toBe(before);
  });

  test("mends rules that were changed", async () => {
    await host.onHost("iptables --table mangle --flush ETHEREUM-CONTAINERS");
    expect(await host.reaches("client", GATEWAY, 22)).toBe(true);
    expect((await host.bootStep("close-host-to-containers.sh")).status).toBe(0);
    expect(await closed()).toEqual(all(false));
  });

  test("holds when Docker starts anew, and when the agent redirects once more", async () => {
    await host.stopDocker();
    await host.startDocker();
    await host.docker("docker rm --force client consensus");
    await startContainers();
    await host.redirectCredentials();
    expect(await closed()).toEqual(all(false));
    expect(await open()).toEqual(OPEN);
  });

  test.each([
    ["BROADCAST", "ping -c 1 -W 1 172.31.99.255"],
    ["MULTICAST", "nslookup example.org 224.0.0.1"],
  ])("drops what a container sends to all by %s", async (type, command) => {
    const rules = "iptables --table mangle --verbose --list-rules ETHEREUM-CONTAINERS";
    const dropped = async () =>
      Number(new RegExp(`--dst-type ${type} -c (\\d+) \\d+ -j DROP`).exec(await host.onHost(rules))?.[1]);
    const before = await dropped();
    await host.inContainer("client", `/busybox ${command}`);
    expect(await dropped()).toBeGreaterThan(before);
  });

  test("holds for IPv6, which a container could have but for Docker", async () => {
    await host.run("six", "--sysctl net.ipv6.conf.all.disable_ipv6=0", "sleep 600");
    const bridge = await host.onHost(
      "ip -6 -oneline address show dev docker0 scope link | sed 's|.*inet6 \\(.*\\)/.*|\\1|'",
    );
    const reaches = () => host.reaches("six", `${bridge}%eth0`, 51678);
    await host.onHost("ip6tables --table mangle --flush ETHEREUM-CONTAINERS");
    // At first the kernel looks for a neighbour with the same address.
    await eventually("an answer over IPv6", 10, async () => ((await reaches()) ? true : undefined));
    expect((await host.bootStep("close-host-to-containers.sh")).status).toBe(0);
    expect(await reaches()).toBe(false);
  });

  test("fails, to be tried again, where the rules cannot be made: no client runs without them", async () => {
    const folder = await shell("mktemp --directory");
    await shell(`printf '#!/bin/sh\\nexit 4\\n' >${folder}/iptables-restore; chmod +x ${folder}/iptables-restore`);
    const { status, stderr } = await host.bootStep("close-host-to-containers.sh", {
      PATH: `${folder}:${process.env.PATH}`,
    });
    expect({ status, stderr }).toEqual({ status: 75, stderr: expect.stringContaining("error: ") });
    await shell(`rm --recursive ${folder}`);
  });
});
