import type { App } from "cdktf";
import { z } from "zod";
import { catalogue } from "../modules/clients/catalogue";
import type { ClientProfile } from "../modules/clients/client-profile";
import { SHARED_LABEL } from "../modules/node-dns";
import { type SettingSource, settingSources } from "./setting-sources";
import { SettingsError } from "./settings-error";

const DNS_LABEL = /^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-[1-9]$/;
const BUCKET = /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(--ol-s3|-s3alias|--x-s3)$)[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$/;
const IMAGE = /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})$/;

/** In words, after "must be" or "be". */
export const BUCKET_NAME_RULE =
  "an S3 bucket name: 3-63 of a-z, 0-9 and -, beginning and ending with a letter or digit";

const listOf = (value: unknown) => (typeof value === "string" ? value.split(",").map((item) => item.trim()) : value);
const flag = (value: unknown) => (value === "true" ? true : value === "false" ? false : value);
const number = (value: unknown) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value);

const label = z.string().regex(DNS_LABEL, "must be a DNS label: 1-24 of a-z, 0-9 and -, beginning with a letter");

const schema = z.object({
  client: z.enum(Object.keys(catalogue), `must be one of ${Object.keys(catalogue).join(", ")}`).default("parity"),
  chain: z.string().default("mainnet"),
  name: label
    .regex(/^(?!aws|ssm)/, "must not begin with aws or ssm, which SSM parameter names reserve")
    .default("mainnet-parity"),
  region: z.string().regex(REGION, "must be an AWS region such as eu-central-1").default("eu-central-1"),
  nodeCount: z
    .preprocess(number, z.int("must be a whole number").min(1, "must be 1 to 50").max(50, "must be 1 to 50"))
    .optional(),
  nodeNames: z.preprocess(listOf, z.array(label)).optional(),
  dnsZone: z.enum(["public", "private"], "must be public or private").default("public"),
  image: z.string().regex(IMAGE, "must be an image URI with a registry, a repository and a tag or digest").optional(),
  stateBucket: z.string().regex(BUCKET, `must be ${BUCKET_NAME_RULE}`).optional(),
  protectChainDisk: z.preprocess(flag, z.boolean("must be true or false")).default(true),
  elasticIp: z.preprocess(flag, z.boolean("must be true or false")).default(false),
});

/** What decides, before any plan, which resources exist. */
export interface Settings {
  /** The Ethereum client. @default parity */
  readonly client: ClientProfile;
  /** The chain, one of the client's. @default mainnet */
  readonly chain: string;
  /** Prefix of every name in AWS. @default mainnet-parity */
  readonly name: string;
  /** AWS region. @default eu-central-1 */
  readonly region: string;
  /** One name a node: its DNS label and the construct id of its disk. @default node-0 */
  readonly nodeNames: readonly string[];
  /** Whether the Route53 zone answers to the world or to the VPC only. @default public */
  readonly dnsZone: "public" | "private";
  /** URI of a ready client image. @default built from docker/ and pushed to the stack's ECR repository */
  readonly image?: string;
  /** S3 bucket of the remote state. @default state is kept in local files */
  readonly stateBucket?: string;
  /** Whether Terraform refuses every plan that would destroy a chain volume. @default true */
  readonly protectChainDisk: boolean;
  /** Whether each node has a public address that outlives its instances. @default false */
  readonly elasticIp: boolean;
}

/**
 * Reads the settings: environment variable, then cdktf context, then default.
 *
 * @throws SettingsError with one line a bad setting: its names, the rule and the value got.
 */
export function readSettings(app: App, environment: NodeJS.ProcessEnv): Settings {
  const sources = settingSources(Object.keys(schema.shape), app, environment);
  const raw = Object.fromEntries(Object.entries(sources).map(([key, { value }]) => [key, value]));
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.map((issue) => complaint(sources, String(issue.path[0]), issue.message)),
    );
  }

  const { client: clientName, nodeCount, nodeNames, image, stateBucket, ...plain } = parsed.data;
  const client = catalogue[clientName] as ClientProfile;
  const names = nodeNames ?? Array.from({ length: nodeCount ?? 1 }, (_, index) => `node-${index}`);
  const problems: string[] = [];
  if (!Object.hasOwn(client.chains, plain.chain)) {
    const rule = `must be a chain that ${client.name} runs: ${Object.keys(client.chains).join(", ")}`;
    problems.push(complaint(sources, "chain", rule, plain.chain));
  }
  if (names.length === 0 || new Set(names).size !== names.length) {
    problems.push(complaint(sources, "nodeNames", "must be one or more names without repetition"));
  }
  if (names.includes(SHARED_LABEL)) {
    problems.push(complaint(sources, "nodeNames", `must not contain ${SHARED_LABEL}, the name that all nodes share`));
  }
  if (nodeCount !== undefined && nodeCount !== names.length) {
    problems.push(
      complaint(sources, "nodeCount", `must equal the number of nodeNames, ${names.length}, where both are given`),
    );
  }
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return {
    ...plain,
    client,
    nodeNames: names,
    ...(image === undefined ? {} : { image }),
    ...(stateBucket === undefined ? {} : { stateBucket }),
  };
}

function complaint(
  sources: Record<string, SettingSource>,
  key: string,
  rule: string,
  got = sources[key]?.value,
): string {
  return `${key} (${sources[key]?.name}) ${rule}; got ${JSON.stringify(got)}`;
}
