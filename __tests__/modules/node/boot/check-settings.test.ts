import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

const HOST_NAMES = [
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
];

describeOnHost("check-settings.sh", ["unshare"], () => {
  let host: BootHost;

  beforeEach(async () => {
    host = new BootHost();
    await host.prepare();
    Object.assign(host.settings, {
      VOLUME_ID: "vol-0123456789abcdef0",
      HOSTED_ZONE_ID: "Z0123456789ABC",
      ELASTIC_IP_ALLOCATION_ID: "",
      ELASTIC_IP: "",
      GROUP_NAME: "mainnet-parity-node-0",
      LIFECYCLE_HOOK_NAME: "release-chain-disk",
      LOG_GROUP_NAME: "/mainnet-parity/host",
      MOUNT_POINT: "/data",
    });
  });

  afterEach(() => host.remove());

  test("accepts what the stack gives, without and with an Elastic IP", async () => {
    expect(await host.boot("check-settings.sh")).toEqual({ status: 0, stdout: "", stderr: "" });
    Object.assign(host.settings, {
      ELASTIC_IP_ALLOCATION_ID: "eipalloc-0123456789abcdef0",
      ELASTIC_IP: "52.1.2.3",
    });
    expect(await host.boot("check-settings.sh")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test.each([
    ["REGION", "Frankfurt", "REGION must be an AWS region, got 'Frankfurt'"],
    ["VOLUME_ID", "/dev/sdf", "VOLUME_ID must be a volume id such as vol-0abc, got '/dev/sdf'"],
    ["VOLUME_ID", "", "VOLUME_ID must be a volume id such as vol-0abc, got ''"],
    ["MOUNT_POINT", "/", "MOUNT_POINT must be an absolute path below /, got '/'"],
    ["MOUNT_POINT", "data", "MOUNT_POINT must be an absolute path below /, got 'data'"],
    ["CLIENTS", "../etc", "CLIENTS must be the name of a client, or of two, got '../etc'"],
    ["CLIENTS", "geth lighthouse teku", "CLIENTS must be the name of a client, or of two, got 'geth lighthouse teku'"],
    ["CHAIN", "", "CHAIN must be the name of a chain, got ''"],
    ["CHAIN_GENESIS_SHA256", "abc", "CHAIN_GENESIS_SHA256 must be a SHA-256 sum, or nothing, got 'abc'"],
    ["NODE_TYPE", "full archive", "NODE_TYPE must be a node type, got 'full archive'"],
    [
      "EXECUTION_DATABASES",
      "../chaindata",
      "EXECUTION_DATABASES must be paths below the directory of the execution client, got '../chaindata'",
    ],
    [
      "NETWORK_IDENTITY_FILES",
      "geth/nodekey geth/../../etc",
      "NETWORK_IDENTITY_FILES must be paths on the chain disk, got 'geth/nodekey geth/../../etc'",
    ],
    ["NODE_KEY_FILE", "../shadow", "NODE_KEY_FILE must be a path on the chain disk, got '../shadow'"],
    ["P2P_PORT", "p2p", "P2P_PORT must be a port, got 'p2p'"],
    ["USES_ENGINE_API", "yes", "USES_ENGINE_API must be true or false, got 'yes'"],
    ["STOP_TIMEOUT_SECONDS", "300s", "STOP_TIMEOUT_SECONDS must be a number of seconds, got '300s'"],
    ["HOSTED_ZONE_ID", "", "HOSTED_ZONE_ID must be the id of a Route53 zone, got ''"],
    ["NODE_NAME", "Node", "NODE_NAME must be a DNS label, got 'Node'"],
    ["NODE_TAG", 'a","Other":"b', 'NODE_TAG must be a name in AWS, got \'a","Other":"b\''],
    ["SHARED_RECORD_NAME", "", "SHARED_RECORD_NAME must be a host name in lower case, got ''"],
    ["MEMBER_RECORD_NAME", "", "MEMBER_RECORD_NAME must be a host name in lower case, got ''"],
    ["CLUSTER_NAME", "", "CLUSTER_NAME must be set in /etc/ethereum-node/node.env, got nothing"],
    ["GROUP_NAME", "", "GROUP_NAME must be set in /etc/ethereum-node/node.env, got nothing"],
    ["LIFECYCLE_HOOK_NAME", "", "LIFECYCLE_HOOK_NAME must be set in /etc/ethereum-node/node.env, got nothing"],
    ["LOG_GROUP_NAME", "", "LOG_GROUP_NAME must be set in /etc/ethereum-node/node.env, got nothing"],
  ])("refuses %s='%s' in one line", async (name, value, line) => {
    host.settings[name] = value;
    const { status, stderr } = await host.boot("check-settings.sh");
    expect({ status, stderr }).toEqual({ status: 78, stderr: `check-settings: refused: ${line}\n` });
  });

  describe.each(["DNS_RECORD_NAME", "SHARED_RECORD_NAME", "MEMBER_RECORD_NAME"])("refuses the %s", (name) => {
    test.each(HOST_NAMES)("%j", async (value) => {
      host.settings[name] = value;
      const { status, stderr } = await host.boot("check-settings.sh");
      expect(status).toBe(78);
      expect(stderr).toMatch(
        new RegExp(`refused: ${name} must be a host name (in lower case|of at most 253 characters), got`),
      );
    });
  });

  test("refuses an Elastic IP without its address", async () => {
    host.settings.ELASTIC_IP_ALLOCATION_ID = "eipalloc-0123456789abcdef0";
    expect((await host.boot("check-settings.sh")).stderr).toContain("ELASTIC_IP must be the address of");
  });

  test("refuses not to be told whether the disk was made from a snapshot", async () => {
    delete host.settings.CHAIN_SNAPSHOT_ID;
    const { status, stderr } = await host.boot("check-settings.sh");
    expect(status).toBe(78);
    expect(stderr).toContain("CHAIN_SNAPSHOT_ID must be set, if only to nothing");
  });

  test("refuses a host without node.env", async () => {
    const { status, stderr } = await host.boot("rm /etc/ethereum-node/node.env; check-settings.sh");
    expect(status).toBe(78);
    expect(stderr).toContain("/etc/ethereum-node/node.env must be readable");
  });
});
