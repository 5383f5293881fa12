import type { App } from "cdktf";
import { z } from "zod";
import { NodeClients } from "../../modules/clients/node-clients";
import { SHARED_LABEL } from "../../modules/fleet/dns";
import { clientChoice, clientSettingProblems, clientSettings, givenImageProblems } from "./client-settings";
import { backendKeyPattern, kmsKeyRule } from "./kms-key";
import { flag, listOf, wholeNumber } from "./setting-kinds";
import { type SettingSource, settingSources } from "./setting-sources";
import { SettingsError } from "./settings-error";
import { shownSetting } from "./shown-setting";
import { unknownSettings } from "./unknown-settings";

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-[1-9][0-9]?$/;
const ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const BUCKET =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(--ol-s3|-s3alias|--x-s3)$)(?!.*(\.\.|\.-|-\.))(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** In words, after "must be" or "be". */
export const BUCKET_NAME_RULE =
  "an S3 bucket name: 3-63 of a-z, 0-9, - and single dots, beginning and ending with a letter or digit";

const label = z.string().regex(DNS_LABEL, "must be a DNS label: 1-24 of a-z, 0-9 and -, beginning with a letter");

const schema = z.object({
  ...clientSettings,
  name: label
    .regex(/^(?!aws|ssm)/, "must not begin with aws or ssm, which SSM parameter names reserve")
    .default("mainnet-parity"),
  region: z.string().regex(REGION, "must be an AWS region such as eu-central-1").default("eu-central-1"),
  nodeCount: wholeNumber(1, 50).optional(),
  nodeNames: listOf(label).optional(),
  retiredNodes: listOf(label).default([]),
  dnsZone: z.enum(["public", "private"], "must be public or private").default("private"),
  zoneId: z.string().regex(ZONE_ID, "must be the id of a Route53 zone such as Z0123456789ABCDEFGHIJ").optional(),
  protectZone: flag().default(true),
  stateBucket: z.string().regex(BUCKET, `must be ${BUCKET_NAME_RULE}`).optional(),
  stateRegion: z.string().regex(REGION, "must be an AWS region such as eu-central-1").optional(),
  stateKmsKeyArn: z.string("must be text").optional(),
  stateRoleArn: z
    .string()
    .regex(ROLE, "must be the ARN of an IAM role (arn:aws:iam::<account id>:role/<name>)")
    .optional(),
  protectChainDisk: flag().default(true),
  elasticIp: flag().default(false),
  publicAddress: flag().default(true),
  recycleBinDays: wholeNumber(1, 365).optional(),
});

/** What decides, before any plan, which resources exist. */
export interface Settings {
  /** The Ethereum clients of each node, their chain and all that belongs to them. @default Parity on mainnet */
  readonly clients: NodeClients;
  /** URIs of ready images, by client. @default built from docker/ and pushed to the stack's ECR repositories */
  readonly images: Readonly<Record<string, string>>;
  /** Prefix of every name in AWS. @default mainnet-parity */
  readonly name: string;
  /** AWS region. @default that of AWS_REGION or AWS_DEFAULT_REGION, else eu-central-1 */
  readonly region: string;
  /** One name a node: its DNS label and the construct id of its disk. @default node-0 */
  readonly nodeNames: readonly string[];
  /** Nodes that are given up: only theirs are the chain volumes that a plan may remove. @default none */
  readonly retiredNodes: readonly string[];
  /** Whether the Route53 zone answers to the world or in VPCs only. @default private */
  readonly dnsZone: "public" | "private";
  /** Route53 zone to use. @default the stack makes one */
  readonly zoneId?: string;
  /** Whether Terraform refuses to destroy a public zone that it made, and to give the nodes another zone. @default true */
  readonly protectZone: boolean;
  /** S3 bucket of the remote state. @default state is kept in local files */
  readonly stateBucket?: string;
  /** AWS region of that bucket. @default the region */
  readonly stateRegion: string;
  /** KMS key, in that region, that encrypts the remote state. @default S3's own key */
  readonly stateKmsKeyArn?: string;
  /** Role as which Terraform reads and writes the remote state. @default whoever runs Terraform */
  readonly stateRoleArn?: string;
  /** Whether Terraform refuses every plan that would destroy a chain volume. @default true */
  readonly protectChainDisk: boolean;
  /** Whether each node has a public address that outlives its instances. @default false */
  readonly elasticIp: boolean;
  /** Whether each node has a public address at all. @default true */
  readonly publicAddress: boolean;
  /** Days for which a deleted chain volume or snapshot can be restored. @default none */
  readonly recycleBinDays?: number;
}

/**
 * Reads the settings: environment variable, then cdktf context, then default.
 *
 * @throws SettingsError with one line a bad setting: its names, the rule and the value got.
 */
export function readSettings(app: App, environment: NodeJS.ProcessEnv): Settings {
  const sources = withRegionOfAws(settingSources(Object.keys(schema.shape), app, environment), environment);
  const unknown = unknownSettings(Object.keys(schema.shape), app, environment);
  const raw = Object.fromEntries(Object.entries(sources).map(([key, { value }]) => [key, value]));
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    throw new SettingsError([
      ...unknown,
      ...parsed.error.issues.map((issue) => complaint(sources, String(issue.path[0]), issue.message)),
    ]);
  }

  const {
    consensusImage,
    dnsZone,
    elasticIp,
    image,
    name,
    nodeCount,
    nodeNames,
    protectChainDisk,
    protectZone,
    publicAddress,
    recycleBinDays,
    region,
    retiredNodes,
    stateBucket,
    zoneId,
    stateKmsKeyArn,
    stateRegion = region,
    stateRoleArn,
  } = parsed.data;
  const choice = clientChoice(parsed.data);
  const names = nodeNames ?? Array.from({ length: nodeCount ?? 1 }, (_, index) => `node-${index}`);
  const problems = [
    ...unknown,
    ...clientSettingProblems(parsed.data, choice).map(({ key, rule, got }) =>
      complaint(sources, key, `must ${rule}`, got),
    ),
  ];
  if (names.length === 0 || new Set(names).size !== names.length) {
    problems.push(complaint(sources, "nodeNames", "must be one or more names without repetition"));
  }
  if (names.includes(SHARED_LABEL)) {
    problems.push(complaint(sources, "nodeNames", `must not contain ${SHARED_LABEL}, the name that all nodes share`));
  }
  if (elasticIp && !publicAddress) {
    problems.push(
      complaint(sources, "elasticIp", "must be false where publicAddress (ETHNODE_PUBLIC_ADDRESS) is false"),
    );
  }
  if (retiredNodes.some((retired) => names.includes(retired))) {
    problems.push(complaint(sources, "retiredNodes", `must not name a node that is still there: ${names.join(", ")}`));
  }
  if (nodeCount !== undefined && nodeCount !== names.length) {
    problems.push(
      complaint(sources, "nodeCount", `must equal the number of nodeNames, ${names.length}, where both are given`),
    );
  }
  if (stateKmsKeyArn !== undefined && !new RegExp(backendKeyPattern(stateRegion)).test(stateKmsKeyArn)) {
    problems.push(complaint(sources, "stateKmsKeyArn", `must be ${kmsKeyRule(stateRegion)}, the region of the state`));
  }
  if (stateRoleArn !== undefined && stateBucket === undefined) {
    problems.push(
      complaint(sources, "stateRoleArn", "must be given with stateBucket only, whose state it reads and writes"),
    );
  }
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  const clients = new NodeClients(choice);
  const imageProblems = givenImageProblems(parsed.data, clients);
  if (imageProblems.length > 0) {
    throw new SettingsError(imageProblems.map(({ key, rule, got }) => complaint(sources, key, `must ${rule}`, got)));
  }
  const given = { [clients.execution.profile.name]: image, [clients.consensus?.profile.name ?? ""]: consensusImage };
  return {
    clients,
    images: Object.fromEntries(
      Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    name,
    region,
    nodeNames: names,
    retiredNodes,
    dnsZone,
    protectZone,
    protectChainDisk,
    elasticIp,
    ...(zoneId === undefined ? {} : { zoneId }),
    publicAddress,
    ...(recycleBinDays === undefined ? {} : { recycleBinDays }),
    ...(stateBucket === undefined ? {} : { stateBucket }),
    stateRegion,
    ...(stateKmsKeyArn === undefined ? {} : { stateKmsKeyArn }),
    ...(stateRoleArn === undefined ? {} : { stateRoleArn }),
  };
}

/** The AWS CLI, and whoever hands out credentials in CI, name the region too. */
function withRegionOfAws(sources: Record<string, SettingSource>, environment: NodeJS.ProcessEnv) {
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => environment[name]);
  if (sources.region?.value !== undefined || variable === undefined) {
    return sources;
  }
  return { ...sources, region: { name: `environment variable ${variable}`, value: environment[variable] } };
}

function complaint(
  sources: Record<string, SettingSource>,
  key: string,
  rule: string,
  got = sources[key]?.value,
): string {
  return `${key} (${sources[key]?.name}) ${rule}; got ${shownSetting(key, got)}`;
}
