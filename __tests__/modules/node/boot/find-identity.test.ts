import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";
import { MetadataServer } from "./support/metadata-server";

const FACTS = "run/ethereum-node-host/identity";

describeOnHost("find-identity.sh", ["unshare", "curl"], () => {
  let metadata: MetadataServer;
  let host: BootHost;

  beforeEach(async () => {
    metadata = new MetadataServer();
    await metadata.start();
    Object.assign(metadata.values, {
      "instance-id": "i-0123456789abcdef0",
      "placement/availability-zone": "eu-central-1a",
      "local-ipv4": "172.31.5.6",
      "public-ipv4": "3.120.255.9",
    });
    host = new BootHost(metadata.environment);
    await host.prepare();
  });

  afterEach(async () => {
    await metadata.stop();
    host.remove();
  });

  test("writes down which instance this is, for the steps that follow", async () => {
    expect((await host.boot("umask 0077; find-identity.sh")).status).toBe(0);
    expect(host.read(FACTS).trim().split("\n")).toEqual([
      "INSTANCE_ID='i-0123456789abcdef0'",
      "INSTANCE_ZONE='eu-central-1a'",
      "LOCAL_IPV4='172.31.5.6'",
      "PUBLIC_IPV4='3.120.255.9'",
    ]);
  });

  test("replaces what the boot before found", async () => {
    await host.boot("find-identity.sh");
    metadata.values["public-ipv4"] = "3.120.255.10";
    await host.boot("find-identity.sh");
    expect(host.read(FACTS)).toContain("PUBLIC_IPV4='3.120.255.10'");
  });

  test("knows an instance without a public IPv4", async () => {
    delete metadata.values["public-ipv4"];
    expect((await host.boot("find-identity.sh")).status).toBe(0);
    expect(host.read(FACTS)).toContain("PUBLIC_IPV4=''");
  });

  test.each(["", "3.120.255", "3.120.255.256", "3.120.255.9.1", "3.120.255.9\n4.4.4.4", "<html>", "2a05:d014::1"])(
    "fails when the public address is %j, to try again",
    async (address) => {
      metadata.values["public-ipv4"] = address;
      const { status, stderr } = await host.boot("find-identity.sh");
      expect(status).toBe(75);
      expect(stderr).toContain(`error: the metadata public-ipv4 must be an IPv4 address, got '${address}'`);
      expect(() => host.read(FACTS)).toThrow("ENOENT");
    },
  );

  test.each(["instance-id", "placement/availability-zone", "local-ipv4"])(
    "fails without %s, to try again",
    async (name) => {
      delete metadata.values[name];
      const { status, stderr } = await host.boot("find-identity.sh");
      expect(status).toBe(75);
      expect(stderr).toContain(`error: the metadata service must answer ${name}, got HTTP status 404`);
      expect(() => host.read(FACTS)).toThrow("ENOENT");
    },
  );

  test("does not take a broken metadata service for an instance without a public IPv4", async () => {
    metadata.brokenStatus = 403;
    const { status, stderr } = await host.boot("find-identity.sh");
    expect(status).toBe(75);
    expect(stderr).toContain("error: the metadata service must answer instance-id, got HTTP status 403");
    expect(() => host.read(FACTS)).toThrow("ENOENT");
  });
});
