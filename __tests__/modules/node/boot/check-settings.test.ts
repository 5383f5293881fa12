import { NODE_ENV, NODE_ENV_FILE, NODE_ENV_RULES_FILE } from "../../../../modules/host-contract";
import { resources, synthesize } from "../../../support/synthesize";
import { BootHost } from "./support/boot-host";
import { describeOnHost } from "./support/describe-on-host";

/** What AWS, the variables and other resources say, for each reference of the stack. */
const KNOWN: readonly (readonly [reference: RegExp, value: string])[] = [
  [/\$\{aws_ssm_parameter\.boot_(part-\d+)_\w+\.name\}/g, "/mainnet-parity/boot-files/$1"],
  [/\$\{sha256\(local\.\w+\)\}/g, "0123456789abcdef".repeat(4)],
  [/\$\{aws_ebs_volume\.[\w-]+\.id\}/g, "vol-0123456789abcdef0"],
  [/\$\{aws_ebs_volume\.[\w-]+\.snapshot_id\}/g, "snap-0123456789abcdef0"],
  [/\$\{aws_route53_zone\.[\w-]+\.zone_id\}/g, "Z0123456789ABCDEFGHIJ"],
  [/\$\{aws_eip\.[\w-]+\.(allocation_)?id\}/g, "eipalloc-0123456789abcdef0"],
  [/\$\{aws_eip\.[\w-]+\.public_ip\}/g, "52.1.2.3"],
  [/\$\{aws_ecs_cluster\.[\w-]+\.name\}/g, "mainnet-parity"],
  [/\$\{aws_cloudwatch_log_group\.[\w-]+\.name\}/g, "/mainnet-parity/host"],
  [/\$\{var\.dns_name\}/g, "ethereum.internal"],
];

/** node.env of each node of a stack with these settings, as its hosts get it. */
function nodeEnvs(settings: NodeJS.ProcessEnv): Record<string, string>[] {
  return resources(synthesize(settings).node, "terraform_data")
    .map(({ input }) => (input as { node_env?: Record<string, string> }).node_env)
    .filter((values) => values !== undefined)
    .map((values) => {
      const text = KNOWN.reduce((all, [reference, value]) => all.replace(reference, value), JSON.stringify(values));
      return JSON.parse(text);
    });
}

const NAMES = Object.keys(NODE_ENV) as (keyof typeof NODE_ENV)[];
const HOST_NAMES = [
  "localhost",
  "node-0.example.org.",
  "node-0..example.org",
  "Node-0.example.org",
  "node-0.-example.org",
  "node-0.example.org,*",
  "node-0.example.org:8545",
  `${"a".repeat(64)}.example.org`,
  `${"a.".repeat(126)}org`,
  "172.31.5.6",
];
const ADDRESSES = ["999.999.999.999", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 "];
/** Values that a rule of their own refuses. */
const JUNK: readonly (readonly [name: keyof typeof NODE_ENV, value: string])[] = [
  ["REGION", "Frankfurt"],
  ["VOLUME_ID", "/dev/sdf"],
  ["MOUNT_POINT", "/"],
  ["MOUNT_POINT", "data"],
  ["MOUNT_POINT", "/data/../etc"],
  ["CLIENTS", "../etc"],
  ["CLIENTS", "geth lighthouse teku"],
  ["FOREIGN_CLIENTS", "geth ../besu"],
  ["CLIENT_OWNER", "0:0"],
  ["CHAIN_GENESIS_SHA256", "abc"],
  ["NODE_TYPE", "full archive"],
  ["EXECUTION_DATABASES", "../chaindata"],
  ["NETWORK_IDENTITY_FILES", "geth/nodekey geth/../../etc"],
  ["NODE_KEY_FILE", "../shadow"],
  ["VALIDATOR_DIRECTORY", "parity/../shadow"],
  ["P2P_PORT", "65536"],
  ["USES_ENGINE_API", "yes"],
  ["JWT_SECRET_FILE", "jwt-secret"],
  ["STOP_TIMEOUT_SECONDS", "300s"],
  ["STOP_MARGIN_SECONDS", "0"],
  ["RECORD_TTL_SECONDS", "1m"],
  ["NODE_NAME", "Node"],
  ["NODE_TAG", 'a","Other":"b'],
  ["P2P_ADDRESS_FILE", "/etc/passwd"],
  ["CHECKPOINT_URLS", "https://good.example http://not-https.example"],
  ["CHECKPOINT_URLS", "https://example.org/$(reboot)"],
  ["CHECKPOINT_URLS", "https://user@example.org"],
  ["BOOT_FILES_SHA256", "0123"],
  ...ADDRESSES.map((address) => ["ELASTIC_IP", address] as const),
  ...HOST_NAMES.map((name) => ["DNS_RECORD_NAME", name] as const),
];

describeOnHost("check-settings.sh", ["unshare"], () => {
  const [real] = nodeEnvs({}) as [Record<string, string>];
  let host: BootHost;

  beforeAll(async () => {
    host = new BootHost();
    await host.prepare();
  });

  afterAll(() => host.remove());

  /** Checks these very lines. */
  function check(settings: Readonly<Record<string, string>>, commandLine = "check-settings.sh") {
    for (const name of Object.keys(host.settings)) {
      delete host.settings[name];
    }
    Object.assign(host.settings, settings);
    return host.boot(commandLine);
  }

  async function refusal(settings: Readonly<Record<string, string>>): Promise<string> {
    const { status, stderr } = await check(settings);
    return `${status} ${stderr}`;
  }

  const refused = (line: string) => `78 check-settings: refused: ${line}\n`;

  test("accepts what the stack gives its hosts, alone and as a fleet in which everything is set", async () => {
    const fleet = nodeEnvs({
      ETHNODE_CLIENT: "geth",
      ETHNODE_CONSENSUS_CLIENT: "lighthouse",
      ETHNODE_CHAIN: "hoodi",
      ETHNODE_NODE_NAMES: "a,b-2",
      ETHNODE_ELASTIC_IP: "true",
      ETHNODE_CHECKPOINT_URLS: "https://hoodi.checkpoint.sigp.io,https://beacon.example:5052/eth",
    });
    const besu = nodeEnvs({ ETHNODE_CLIENT: "besu", ETHNODE_CONSENSUS_CLIENT: "teku" });
    expect(fleet).toHaveLength(2);
    for (const settings of [real, ...fleet, ...besu]) {
      expect(Object.keys(settings).sort()).toEqual([...NAMES].sort());
      expect(JSON.stringify(settings)).not.toContain("${");
      expect(await check(settings)).toEqual({ status: 0, stdout: "", stderr: "" });
    }
  });

  test("refuses a node.env from which any one is missing, though the surroundings have it", async () => {
    for (const name of NAMES) {
      const { [name]: value, ...others } = real;
      const { status, stderr } = await check(others, `export ${name}='${value}'; check-settings.sh`);
      const line = `${name} must be set in ${NODE_ENV_FILE}, to ${NODE_ENV[name].rule}`;
      expect(`${status} ${stderr}`).toBe(refused(line));
    }
  });

  test("refuses junk in any of them, with its name, the rule and what it got", async () => {
    for (const [name, value] of [...NAMES.map((each) => [each, "junk !"] as const), ...JUNK]) {
      const answer = await refusal({ ...real, [name]: value });
      const rule = value.length > 253 ? "a host name of at most 253 characters" : NODE_ENV[name].rule;
      expect(answer).toBe(refused(`${name} must be ${rule}, got '${value}'`));
    }
  });

  test("refuses nothing where something must be", async () => {
    for (const name of NAMES) {
      const answer = await refusal({ ...real, [name]: "" });
      const { mayBeEmpty, rule } = NODE_ENV[name];
      expect([name, answer]).toEqual([name, mayBeEmpty ? "0 " : refused(`${name} must be ${rule}, got ''`)]);
    }
  });

  test("refuses a setting that nobody knows", async () => {
    expect(await refusal({ ...real, FOREIGN_CLIENT: "geth" })).toBe(
      refused(
        `${NODE_ENV_FILE} must hold the settings of ${NODE_ENV_RULES_FILE} alone, got FOREIGN_CLIENT too, 'geth'`,
      ),
    );
  });

  test("refuses a setting that is there twice, or runs over its line", async () => {
    const again = await check(real, `echo "CHAIN='sepolia'" >>${NODE_ENV_FILE}; check-settings.sh`);
    expect(again.stderr).toContain(`CHAIN must stand in ${NODE_ENV_FILE} once, got 'mainnet' and 'sepolia'`);
    expect(await refusal({ ...real, CHAIN: "main\nnet" })).toContain("lines in the form NAME='value', got CHAIN='main");
    expect(await refusal({ ...real, CHAIN: "main'; reboot; '" })).toContain(
      "lines in the form NAME='value', got CHAIN=",
    );
  });

  test("refuses an Elastic IP without its address", async () => {
    expect(await refusal({ ...real, ELASTIC_IP_ALLOCATION_ID: "eipalloc-0123456789abcdef0" })).toContain(
      "ELASTIC_IP must be the address of ELASTIC_IP_ALLOCATION_ID 'eipalloc-0123456789abcdef0', got ''",
    );
  });

  test("refuses a host without node.env, and one without its rules", async () => {
    const without = async (file: string) => (await check(real, `rm ${file}; check-settings.sh`)).stderr;
    expect(await without(NODE_ENV_FILE)).toContain(`refused: ${NODE_ENV_FILE} must be readable`);
    expect(await without(NODE_ENV_RULES_FILE)).toContain(`refused: ${NODE_ENV_RULES_FILE} must hold the rules`);
  });
});
