import type { PolicyStatement } from "../../../modules/aws/iam-policy";
import { resources, synthesize, type TerraformJson } from "../../support/synthesize";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const REGION = "eu-central-1";
export const OTHER_REGION = "us-east-1";
export const DOMAIN = "mainnet.example.org";
export const NAME = "mainnet-parity";
export const ZONE_ID = "Z0123456789ABCDEFGHIJ";
/** What encrypts all disks of the account that name no key. */
export const DEFAULT_KEY = arn("kms", "key/0b1c2d3e-0000-4000-8000-000000000000");

export function arn(service: string, resource: string, region = REGION, account = ACCOUNT): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** What AWS made of one node. */
export interface NodeIds {
  readonly node: string;
  readonly tag: Readonly<Record<string, string>>;
  readonly volume: string;
  readonly instance: string;
  readonly elasticIp: string;
  readonly networkInterface: string;
  readonly containerInstance: string;
  readonly group: string;
  readonly hostRole: string;
}

export function idsOf(node: string): NodeIds {
  const id = Buffer.from(node).toString("hex").padStart(17, "0").slice(-17);
  return {
    node,
    tag: { EthereumNode: `${NAME}-${node}` },
    volume: arn("ec2", `volume/vol-${id}`),
    instance: arn("ec2", `instance/i-${id}`),
    elasticIp: arn("ec2", `elastic-ip/eipalloc-${id}`),
    networkInterface: arn("ec2", `network-interface/eni-${id}`),
    containerInstance: arn("ecs", `container-instance/${NAME}/${id.padEnd(32, "0")}`),
    group: arn("autoscaling", `autoScalingGroup:${id}:autoScalingGroupName/${NAME}-${node}`),
    hostRole: `arn:aws:iam::${ACCOUNT}:role/${NAME}-host-${node}`,
  };
}

/** Shared by all nodes of the stack. */
export const STACK = {
  cluster: arn("ecs", `cluster/${NAME}`),
  zone: `arn:aws:route53:::hostedzone/${ZONE_ID}`,
  repository: arn("ecr", `repository/${NAME}-parity`),
  executionRole: `arn:aws:iam::${ACCOUNT}:role/${NAME}-task-0`,
};

const last = (resourceArn: string) => resourceArn.split("/").at(-1) ?? "";

/** The ids that Terraform would put for the references of a synthesized stack; any other reference is an error. */
const ATTRIBUTES: readonly (readonly [RegExp, (node: NodeIds) => string])[] = [
  [/^data\.aws_partition\.\w+\.partition$/, () => "aws"],
  [/^data\.aws_partition\.\w+\.dns_suffix$/, () => "amazonaws.com"],
  [/^data\.aws_caller_identity\.\w+\.account_id$/, () => ACCOUNT],
  [/^local\.name-of-bucket(_\w+)?$/, () => `${NAME}-state`],
  [/^var\.dns_name$/, () => DOMAIN],
  [
    /^aws_iam_policy\.([\w-]+?)(_[0-9A-F]{8})?\.arn$/,
    ({ node }) => `arn:aws:iam::${ACCOUNT}:policy/${NAME}-delivery-${node}`,
  ],
  [
    /^aws_iam_openid_connect_provider\.\w+\.arn$/,
    () => `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  ],
  [/^data\.aws_iam_openid_connect_provider\.\w+\.arn$/, () => `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`],
  [/^aws_ebs_volume\.nodes_([\w-]+)_chain_volume_\w+\.id$/, ({ volume }) => last(volume)],
  [/^aws_ebs_volume\.nodes_([\w-]+)_chain_volume_\w+\.kms_key_id$/, () => DEFAULT_KEY],
  [/^aws_route53_zone\.\w+\.zone_id$/, () => ZONE_ID],
  [/^aws_ecs_cluster\.\w+\.arn$/, () => STACK.cluster],
  [/^aws_ecs_cluster\.\w+\.name$/, () => NAME],
  [/^aws_ecr_repository\.[\w-]+\.arn$/, () => STACK.repository],
  [/^aws_cloudwatch_log_group\.logs_host_\w+\.name$/, () => `/${NAME}/host`],
  [/^aws_cloudwatch_log_group\.logs_client_\w+\.name$/, () => `/${NAME}/client`],
];

export function resolveReferences(text: string): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, reference: string) => {
    for (const [pattern, value] of ATTRIBUTES) {
      const match = pattern.exec(reference);
      if (match !== null) {
        return value(idsOf(match[1] ?? ""));
      }
    }
    throw new Error(`no id is known for \${${reference}}`);
  });
}

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

/** Who may do something: a role of the stack, with the policies that hang on it. */
export interface Role {
  readonly arn: string;
  readonly rights: Policy;
  readonly trust: Policy;
  /** The most that it may do. @default nothing bounds it */
  readonly boundary?: Policy;
}

/** The roles of a synthesized stack, by the id of the construct that they belong to. */
export function rolesOf(stack: TerraformJson): Record<string, Role> {
  const parse = (json: unknown): Policy => JSON.parse(resolveReferences(String(json)));
  const roles = Object.entries(stack.resource.aws_iam_role ?? {}).map(([id, role]): [string, Role] => {
    const [rights, ...more] = resources(stack, "aws_iam_role_policy").filter(
      (policy) => policy.role === `\${aws_iam_role.${id}.id}`,
    );
    if (rights === undefined || more.length > 0) {
      throw new Error(`expected one policy of ${id}, found ${more.length + (rights === undefined ? 0 : 1)}`);
    }
    const node = /^nodes_([\w-]+)_host_identity_role/.exec(id)?.[1];
    const owner = node ?? id.replace(/_role_\w+$/, "");
    const roleArn = node === undefined ? STACK.executionRole : idsOf(node).hostRole;
    return [owner, { arn: roleArn, rights: parse(rights.policy), trust: parse(role.assume_role_policy) }];
  });
  return Object.fromEntries(roles);
}

/** What is read, or gives nobody a right. */
const READ = ["aws_iam_role", "aws_iam_role_policy", "aws_iam_instance_profile", "aws_ecr_lifecycle_policy"];

/** Resources of the kinds that give rights, beside those that rolesOf reads. */
export function otherGrants(stack: TerraformJson): string[] {
  const roles = resources(stack, "aws_iam_role").flatMap((role) => Object.keys(role));
  const types = Object.keys(stack.resource).filter((type) => /^aws_iam_|_policy$/.test(type) && !READ.includes(type));
  return [...types, ...roles.filter((key) => /polic/.test(key) && key !== "assume_role_policy")];
}

export const single = synthesize({ ETHNODE_ELASTIC_IP: "true" }).node;
export const fleet = synthesize({ ETHNODE_ELASTIC_IP: "true", ETHNODE_NODE_COUNT: "2" }).node;
