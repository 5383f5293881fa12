import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingRules } from "../../../stacks/settings/setting-rules";
import { environmentVariable } from "../../../stacks/settings/setting-sources";
import { CHANGES, type SettingKey, settingGroups, settingsTable } from "../../../stacks/settings/settings-table";
import { AURA, MERGED } from "../../support/chain-specs";
import { NODE_IDS } from "../../support/node-ids";
import { resources, synthesize, type TerraformJson } from "../../support/synthesize";

const folder = mkdtempSync(path.join(tmpdir(), "chain-"));
afterAll(() => rmSync(folder, { recursive: true }));
const specFile = (name: string, spec: unknown) => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(spec));
  return file;
};
const PRIVATE = { ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: specFile("one.json", MERGED) };
const AURA_CHAIN = {
  ETHNODE_CLIENT: "parity",
  ETHNODE_CHAIN: "private",
  ETHNODE_CHAIN_SPEC_FILE: specFile("aura.json", AURA),
};
const OTHER = { ...MERGED, config: { ...MERGED.config, chainId: 4242 } };
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-4def-8123-456789abcdef";

/** Another value of each setting, what else is set before and after where that is needed, and after only. */
const OTHER_VALUES: Record<SettingKey, [value: string, beside?: NodeJS.ProcessEnv, after?: NodeJS.ProcessEnv]> = {
  client: ["reth"],
  clientVersion: ["v1.2.3"],
  consensusClient: ["teku"],
  consensusClientVersion: ["v1.2.3"],
  chain: ["hoodi"],
  nodeType: ["full"],
  architecture: ["x86_64"],
  image: ["ghcr.io/acme/geth:1"],
  consensusImage: ["ghcr.io/acme/lighthouse:1"],
  extraArguments: ["--cache=4096"],
  consensusExtraArguments: ["--target-peers=50"],
  checkpointUrls: ["https://one.example"],
  chainSpecFile: [specFile("other.json", OTHER), PRIVATE],
  bootnodes: [`enode://${NODE_IDS[0]}@192.0.2.1:30303`, PRIVATE],
  reservedPeers: [`enode://${NODE_IDS[0]}@192.0.2.1:30303`, AURA_CHAIN],
  validator: ["new", AURA_CHAIN],
  rpcApis: ["eth"],
  dangerousRpcApis: ["debug", {}, { ETHNODE_RPC_APIS: "eth,debug" }],
  rpcHosts: ["rpc.example.org"],
  rpcCorsOrigins: ["https://app.example.org"],
  monitor: ["false"],
  monitorPages: ["ready"],
  monitorImage: ["ghcr.io/acme/monitor:1"],
  referenceUrl: ["https://one.example"],
  name: ["other"],
  region: ["us-east-1"],
  nodeCount: ["2"],
  nodeNames: ["node-0,other"],
  retiredNodes: ["other"],
  protectChainDisk: ["false"],
  recycleBinDays: ["30"],
  publicAddress: ["false"],
  elasticIp: ["true"],
  dnsZone: ["public"],
  zoneId: ["Z0123456789ABCDEFGHIJ"],
  protectZone: ["false"],
  stateBucket: ["my-state"],
  stateRegion: ["us-east-1"],
  stateKmsKeyArn: [KEY],
  stateRoleArn: ["arn:aws:iam::111122223333:role/state", { ETHNODE_STATE_BUCKET: "my-state" }],
  mainBranch: ["release"],
  repository: ["acme/ethereum", { ETHNODE_STATE_BUCKET: "my-state" }],
  ciPlatform: ["gitlab"],
  ciProviderExists: ["true"],
  applyEnvironments: ["live"],
  planPrefix: ["reviewed/"],
};

test("every setting is in one group", () => {
  const grouped = Object.values(settingGroups).flatMap((group) => Object.keys(group));
  expect(grouped).toEqual(Object.keys(settingsTable));
});

test("no rule that the code holds a setting to is written beside it once more", () => {
  const twice = settingRules.filter(({ key, must }) => settingsTable[key].rules.includes(must)).map(({ key }) => key);
  expect(twice).toEqual([]);
});

// What the plan makes of name, region and zone is refused: by whose it is, and by the zone's record.
const REFUSED = ["name", "region", "dnsZone", "zoneId"];

test("every setting says of a change what the stack makes of it", () => {
  const said = Object.entries(settingsTable).map(([key, { change }]) => [key, effectIn(change)]);
  const seen = Object.keys(settingsTable).map((key) => [
    key,
    REFUSED.includes(key) ? "refused" : effectOf(key as SettingKey),
  ]);
  expect(said).toEqual(seen);
});

function effectIn(change: string): string | undefined {
  return change.includes("**Refused**")
    ? "refused"
    : Object.entries(CHANGES).find(([, text]) => change.includes(text))?.[0];
}

const synthesized = new Map<string, TerraformJson>();
function synthesizeOnce(settings: NodeJS.ProcessEnv): TerraformJson {
  const key = JSON.stringify(settings);
  const stack = synthesized.get(key) ?? synthesize(settings).node;
  synthesized.set(key, stack);
  return stack;
}

function effectOf(key: SettingKey): string {
  const [value, beside = {}, added = {}] = OTHER_VALUES[key];
  const settings = { ETHNODE_CLIENT: "geth", ...beside };
  const before = synthesizeOnce(settings);
  const after = synthesize({ ...settings, ...added, [environmentVariable(key)]: value }).node;
  const differ = (part: (stack: TerraformJson) => unknown) =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  if (differ(instance)) {
    return "replaces";
  }
  return differ(clients) ? "restarts" : "neither";
}

/** What the instance of node-0 starts from. */
function instance({ resource, variable }: TerraformJson): unknown {
  const of = (type: string) => Object.entries(resource[type] ?? {}).filter(([id]) => id.startsWith("nodes_node-0_"));
  return [of("aws_launch_template"), of("terraform_data"), variable.instance_type, variable.ami_parameter];
}

/** What the clients start from. */
function clients(stack: TerraformJson): unknown {
  return ["aws_ecs_task_definition", "docker_image"].map((type) => resources(stack, type));
}
