import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { EthereumFleet, type EthereumFleetProps } from "../../library/ethereum-fleet";
import { environmentVariable } from "../../stacks/settings/setting-sources";
import { synthesize, type TerraformJson } from "../support/synthesize";

const PROPS = {
  name: "chain",
  region: "eu-central-1",
  client: "geth",
  chain: "dev",
  image: "ghcr.io/acme/geth:1.17",
} as const;

function newStack(): TerraformStack {
  const stack = new TerraformStack(new App({ outdir: "/nonexistent" }), "mine");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  return stack;
}

function stackOf(props: Partial<EthereumFleetProps> = {}): TerraformJson {
  const stack = newStack();
  new EthereumFleet(stack, "fleet", { ...PROPS, ...props });
  return JSON.parse(Testing.synth(stack));
}

/** How many there are of each type. */
function counts(blocks: TerraformJson["resource"]): Record<string, number> {
  return Object.fromEntries(Object.entries(blocks).map(([type, instances]) => [type, Object.keys(instances).length]));
}

test("a fleet is what the stack of the nodes is, and two conditions, without asking for what the same apply may make", () => {
  const settings = Object.entries(PROPS).map(([key, value]) => [environmentVariable(key), value]);
  const { node } = synthesize({ ...Object.fromEntries(settings), ETHNODE_NODE_COUNT: "2" });
  const fleet = stackOf({ nodeCount: 2 });
  const expected = counts(node.resource);
  expect(counts(fleet.resource)).toEqual({ ...expected, terraform_data: (expected.terraform_data as number) + 2 });
  const { aws_iam_policy, aws_kms_key, ...asked } = counts(node.data);
  expect([aws_iam_policy, aws_kms_key]).toEqual([1, 2]);
  expect(counts(fleet.data)).toEqual({ ...asked, aws_region: 1 });
});

test("it makes no provider, backend, variable or output of its own", () => {
  const { output, provider, terraform, variable } = stackOf();
  expect([output, variable, Object.keys(provider)]).toEqual([undefined, undefined, ["aws"]]);
  expect(Object.keys(terraform.required_providers as object)).toEqual(["aws"]);
});

test("its values keep to the rules of the variables, each under its own name", () => {
  const { node } = synthesize({});
  const rules = Object.values(node.variable).flatMap(({ validation = [] }) => validation as object[]);
  const fleet = stackOf();
  const [, conditions] = Object.entries(fleet.resource.terraform_data ?? {}).find(([id]) => id.includes("rules")) as [
    string,
    { lifecycle: { precondition: { condition: string; error_message: string }[] } },
  ];
  const { precondition } = conditions.lifecycle;
  expect(precondition).toHaveLength(rules.length);
  expect(JSON.stringify(fleet)).not.toMatch(/\bvar\./);
  expect(precondition.map(({ error_message }) => error_message)).toContainEqual(
    expect.stringMatching(/^chainVolumeType must be one of gp3, gp2, io1, io2; got \$\{jsonencode\(local\.\w+\)\}\.$/),
  );
});

test("a value, a token too, goes where the variable goes", () => {
  const { locals, resource } = stackOf({ chainVolumeSizeGiB: 77, tags: { team: "chain" } });
  const id = Object.keys(locals).find((name) => name.includes("chain_volume_size_gib"));
  expect(locals[id as string]).toBe(77);
  expect(Object.values(resource.aws_ebs_volume ?? {})).toEqual([expect.objectContaining({ size: `\${local.${id}}` })]);
});

test.each<[string, object, string]>([
  ["without a name", { name: undefined }, "name must be given; got undefined"],
  ["without a region", { region: undefined }, "region must be given; got undefined"],
  [
    "of an unknown client",
    { client: "trinity" },
    'client must be one of parity, geth, nethermind, besu, reth, erigon; got "trinity"',
  ],
  [
    "with a rule of two settings broken",
    { elasticIp: true, publicAddress: false },
    "elasticIp must be false where publicAddress",
  ],
  [
    "with a misspelt property",
    { protectChainDisks: true },
    "protectChainDisks must be the name of a setting or a value of a fleet",
  ],
  [
    "with a setting of a whole stack",
    { stateBucket: "mine" },
    "stateBucket must be the name of a setting or a value of a fleet",
  ],
  ["of a public zone without its name", { dnsZone: "public" }, "dnsName must be given; got undefined"],
])("a fleet %s is refused by name, rule and value", (_, props, message) => {
  expect(() => stackOf(props)).toThrow(message);
});

test("a second fleet in a stack is refused, as it would take names of the first", () => {
  const stack = newStack();
  new EthereumFleet(stack, "fleet", PROPS);
  expect(() => new EthereumFleet(stack, "other", { ...PROPS, name: "other" })).toThrow(
    "mine/other must be the only fleet of its stack; got mine/fleet beside it",
  );
});
