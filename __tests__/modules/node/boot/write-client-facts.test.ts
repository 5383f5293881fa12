import { mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

const ADDRESS = "run/ethereum-node/p2p-address";
const HOSTS = "run/ethereum-node/rpc-hosts";
const NAME = "run/ethereum-node/node-name";

describeOnHost("write-client-facts.sh", ["unshare"], () => {
  let host: BootHost;

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    identity("3.120.255.9");
  });

  afterEach(() => host.remove());

  function identity(publicIpv4: string): void {
    const folder = path.join(host.directory, "run/ethereum-node-host");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "identity"), `LOCAL_IPV4='172.31.5.6'\nPUBLIC_IPV4='${publicIpv4}'\n`);
  }

  test("writes the public IPv4, the node's host name, the one that all nodes share and its name in the fleet, each a line that every user can read", async () => {
    expect((await host.boot("umask 0077; write-client-facts.sh")).status).toBe(0);
    expect([host.read(ADDRESS), host.read(HOSTS)]).toEqual(["3.120.255.9\n", "node-0.example.org\nrpc.example.org\n"]);
    expect(host.read(NAME)).toBe("node-0\n");
    const files = [ADDRESS, HOSTS, NAME, path.dirname(ADDRESS)].map((file) => path.join(host.directory, file));
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o644, 0o644, 0o644, 0o755]);
  });

  test("prefers the Elastic IP to the address that the instance began with", async () => {
    host.settings.ELASTIC_IP = "52.1.2.3";
    await host.boot("write-client-facts.sh");
    expect(host.read(ADDRESS)).toBe("52.1.2.3\n");
  });

  test("writes the private IPv4, with a warning, when there is no public one", async () => {
    identity("");
    const { status, stderr } = await host.boot("write-client-facts.sh");
    expect([status, host.read(ADDRESS)]).toEqual([0, "172.31.5.6\n"]);
    expect(stderr).toContain("warning: the instance has no public IPv4");
  });

  test("fails when no step before has found out which instance this is", async () => {
    const { status, stderr } = await host.boot("rm /run/ethereum-node-host/identity; write-client-facts.sh");
    expect(status).toBe(75);
    expect(stderr).toContain("/run/ethereum-node-host/identity must be written by an earlier step of this boot");
  });
});
