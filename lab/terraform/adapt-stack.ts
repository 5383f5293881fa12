import { isAtLeast } from "../../machine/version";

/** From this release on, at the latest, a launch template tags network interfaces. */
const TAGS_NETWORK_INTERFACES = "5.0";
/** From this release on, at the latest, an identity provider needs no thumbprints. */
const THUMBPRINTS_OPTIONAL = "6.0";

/** A block of a provider's schema, as `terraform providers schema -json` prints it. */
export interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

/** What one provider knows. */
export interface ProviderSchema {
  readonly provider: { readonly block: SchemaBlock };
  readonly resource_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: SchemaBlock }>>;
}

/** Any object of a synthesized stack. */
export type Json = Record<string, unknown>;

/** A stack that the provider at hand can read. */
export interface AdaptedStack {
  readonly stack: Json;
  /** What was left out, as `<address>.<attribute>`. */
  readonly dropped: readonly string[];
  /** Types that the provider does not have: it cannot apply this stack. They are still in `stack`. */
  readonly unknownTypes: readonly string[];
}

const META_ARGUMENTS = new Set([
  "//",
  "alias",
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/**
 * Leaves out of a synthesized stack every attribute and block that the AWS provider at hand does not know, and pins that
 * provider. Never leaves out a resource, nor a data source whose answer goes anywhere: a stack without one would be another stack.
 */
export function adaptStack(stack: Json, schema: ProviderSchema, providerVersion: string): AdaptedStack {
  const adapted = structuredClone(stack);
  const dropped: string[] = [];
  const unknownTypes = new Set<string>();

  nameParameterValues(adapted, schema);
  const prune = (section: "resource" | "data", known: ProviderSchema["resource_schemas"]) => {
    const prefix = section === "data" ? "data." : "";
    for (const [type, instances] of Object.entries(asObject(adapted[section]))) {
      const block = known[type]?.block;
      if (!type.startsWith("aws_")) {
        continue;
      }
      if (block === undefined && section === "data" && isAskedOnly(adapted, type)) {
        delete asObject(adapted.data)[type];
        dropped.push(`${prefix}${type}`);
        continue;
      }
      if (block === undefined) {
        unknownTypes.add(`${prefix}${type}`);
        continue;
      }
      for (const [id, body] of Object.entries(asObject(instances))) {
        pruneBlock(asObject(body), block, `${prefix}${type}.${id}`, dropped);
      }
    }
  };
  prune("resource", schema.resource_schemas);
  prune("data", schema.data_source_schemas);
  for (const body of asObjects(asObject(adapted.provider).aws)) {
    pruneBlock(body, schema.provider.block, "provider.aws", dropped);
  }
  nameImageOwners(adapted);
  if (!isAtLeast(providerVersion, THUMBPRINTS_OPTIONAL)) {
    nameThumbprints(adapted);
  }
  if (!isAtLeast(providerVersion, TAGS_NETWORK_INTERFACES)) {
    pruneNetworkInterfaceTags(adapted, dropped);
  }
  pinProvider(adapted, providerVersion);
  return { stack: adapted, dropped, unknownTypes: [...unknownTypes] };
}

/** Whether nothing uses the answers of these data sources: they only refuse what AWS does not have. */
function isAskedOnly(stack: Json, type: string): boolean {
  return !JSON.stringify(stack).includes(`data.${type}.`);
}

/** A value, which no schema tells of. */
function pruneNetworkInterfaceTags(stack: Json, dropped: string[]): void {
  for (const [id, body] of Object.entries(asObject(asObject(stack.resource).aws_launch_template))) {
    const template = asObject(body);
    const all = asObjects(template.tag_specifications);
    const known = all.filter(({ resource_type }) => resource_type !== "network-interface");
    if (known.length < all.length) {
      template.tag_specifications = known;
      dropped.push(`aws_launch_template.${id}.tag_specifications.network-interface`);
    }
  }
}

function pruneBlock(body: Json, schema: SchemaBlock, address: string, dropped: string[]): void {
  for (const name of Object.keys(body)) {
    const nested = schema.block_types?.[name]?.block;
    if (nested !== undefined) {
      for (const child of asObjects(body[name])) {
        pruneBlock(child, nested, `${address}.${name}`, dropped);
      }
    } else if (name === "dynamic") {
      pruneDynamicBlocks(asObject(body.dynamic), schema, address, dropped);
    } else if (!META_ARGUMENTS.has(name) && schema.attributes?.[name] === undefined) {
      delete body[name];
      dropped.push(`${address}.${name}`);
    }
  }
  for (const lifecycle of asObjects(body.lifecycle)) {
    pruneIgnoredChanges(lifecycle, schema);
  }
}

function pruneDynamicBlocks(dynamic: Json, schema: SchemaBlock, address: string, dropped: string[]): void {
  for (const name of Object.keys(dynamic)) {
    const nested = schema.block_types?.[name]?.block;
    if (nested === undefined) {
      delete dynamic[name];
      dropped.push(`${address}.${name}`);
      continue;
    }
    for (const { content } of asObjects(dynamic[name])) {
      for (const child of asObjects(content)) {
        pruneBlock(child, nested, `${address}.${name}`, dropped);
      }
    }
  }
}

/** Terraform refuses to ignore changes of what does not exist. */
function pruneIgnoredChanges(lifecycle: Json, schema: SchemaBlock): void {
  if (Array.isArray(lifecycle.ignore_changes)) {
    lifecycle.ignore_changes = lifecycle.ignore_changes.filter((path: string) => {
      const name = path.split(/[.[]/)[0] ?? path;
      return name in (schema.attributes ?? {}) || name in (schema.block_types ?? {});
    });
  }
}

/** Older providers have one attribute for the value of a parameter, which their plans hide. */
function nameParameterValues(stack: Json, { resource_schemas }: ProviderSchema): void {
  const known = resource_schemas.aws_ssm_parameter?.block.attributes;
  if (known === undefined || "insecure_value" in known) {
    return;
  }
  const parameters = asObject(asObject(stack.resource).aws_ssm_parameter);
  for (const [id, { insecure_value, ...body }] of Object.entries(parameters).map(
    ([id, one]) => [id, asObject(one)] as const,
  )) {
    parameters[id] = insecure_value === undefined ? body : { ...body, value: insecure_value };
  }
}

/** Older providers require to be told whose AMIs are meant, which no override file can add. */
function nameImageOwners(stack: Json): void {
  for (const body of Object.values(asObject(asObject(stack.data).aws_ami))) {
    asObject(body).owners ??= ["amazon", "self"];
  }
}

/** Older providers require what AWS goes by no more for GitHub and GitLab. */
function nameThumbprints(stack: Json): void {
  for (const body of Object.values(asObject(asObject(stack.resource).aws_iam_openid_connect_provider))) {
    asObject(body).thumbprint_list ??= ["f".repeat(40)];
  }
}

function pinProvider(stack: Json, version: string): void {
  for (const terraform of asObjects(stack.terraform)) {
    for (const providers of asObjects(terraform.required_providers)) {
      const aws = asObject(providers.aws);
      if (Object.keys(aws).length > 0) {
        aws.version = version;
      }
    }
  }
}

/** Terraform's JSON writes one block as an object and several as a list of them. */
export function asObjects(value: unknown): Json[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is Json => typeof item === "object" && item !== null && !Array.isArray(item));
}

/** The value where it is an object, an empty one otherwise. */
export function asObject(value: unknown): Json {
  return asObjects(value)[0] ?? {};
}
