import { statSync } from "node:fs";
import path from "node:path";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { MetadataServer } from "./support/metadata-server";

const FILE = "run/ethereum-node/p2p-address";

describeOnHost("client-facts.sh", ["unshare", "curl"], () => {
  let metadata: MetadataServer;
  let host: BootHost;

  beforeEach(async () => {
    metadata = new MetadataServer();
    await metadata.start();
    metadata.values["local-ipv4"] = "172.31.5.6";
    host = new BootHost(metadata.environment);
    await host.prepare();
  });

  afterEach(async () => {
    await metadata.stop();
    host.remove();
  });

  test("writes the public IPv4 as one line that every user can read", async () => {
    metadata.values["public-ipv4"] = "3.120.255.9";
    expect((await host.boot("umask 0077; client-facts.sh")).status).toBe(0);
    expect(host.read(FILE)).toBe("3.120.255.9\n");
    const file = path.join(host.directory, FILE);
    expect([file, path.dirname(file)].map((name) => statSync(name).mode & 0o777)).toEqual([0o644, 0o755]);
  });

  test("writes the name under which the RPC is called, beside the address", async () => {
    metadata.values["public-ipv4"] = "3.120.255.9";
    host.settings.DNS_RECORD_NAME = "node-0.mainnet.example.org";
    expect((await host.boot("umask 0077; client-facts.sh")).status).toBe(0);
    expect(host.read("run/ethereum-node/rpc-host")).toBe("node-0.mainnet.example.org\n");
    expect(statSync(path.join(host.directory, "run/ethereum-node/rpc-host")).mode & 0o777).toBe(0o644);
  });

  test("refuses to write without that name", async () => {
    host.settings.DNS_RECORD_NAME = "";
    const { status, stderr } = await host.boot("client-facts.sh");
    expect(status).not.toBe(0);
    expect(stderr).toContain("error: DNS_RECORD_NAME must be set in /etc/ethereum-node/node.env");
  });

  test.each([
    "localhost",
    "node-0.example.org.",
    "node-0..example.org",
    "Node-0.example.org",
    "node-0.-example.org",
    "node-0.example.org,*",
    "node-0.example.org:8545",
    "node-0.example.org\nnode-1.example.org",
    `${"a".repeat(64)}.example.org`,
    `${"a.".repeat(126)}org`,
    "172.31.5.6",
  ])("refuses %j as a host name", async (name) => {
    host.settings.DNS_RECORD_NAME = name;
    const { status, stderr } = await host.boot("client-facts.sh");
    expect(status).not.toBe(0);
    expect(stderr).toContain(`error: DNS_RECORD_NAME must be a host name in lower case, got '${name}'`);
    expect(() => host.read("run/ethereum-node/rpc-host")).toThrow("ENOENT");
  });

  test("replaces the address of the boot before", async () => {
    metadata.values["public-ipv4"] = "3.120.255.9";
    await host.boot("client-facts.sh");
    metadata.values["public-ipv4"] = "3.120.255.10";
    await host.boot("client-facts.sh");
    expect(host.read(FILE)).toBe("3.120.255.10\n");
  });

  test("writes the private IPv4 when the instance has no public one", async () => {
    const { status, stderr } = await host.boot("client-facts.sh");
    expect(status).toBe(0);
    expect(host.read(FILE)).toBe("172.31.5.6\n");
    expect(stderr).toContain("no public IPv4");
  });

  test.each(["", "3.120.255", "3.120.255.256", "3.120.255.9.1", "3.120.255.9\n4.4.4.4", "<html>", "2a05:d014::1"])(
    "refuses %j as an address",
    async (address) => {
      metadata.values["public-ipv4"] = address;
      const { status, stderr } = await host.boot("client-facts.sh");
      expect(status).not.toBe(0);
      expect(stderr).toContain(`error: the metadata public-ipv4 must be an IPv4 address, got '${address}'`);
      expect(() => host.read(FILE)).toThrow("ENOENT");
    },
  );

  test("does not take a broken metadata service for an instance without a public IPv4", async () => {
    metadata.brokenStatus = 403;
    const { status, stderr } = await host.boot("client-facts.sh");
    expect(status).not.toBe(0);
    expect(stderr).toContain("error: the metadata service must answer public-ipv4, got HTTP status 403");
    expect(() => host.read(FILE)).toThrow("ENOENT");
  });
});
