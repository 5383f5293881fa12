import { asObject, asObjects, type Json, type ProviderSchema } from "./adapt-stack";

/** The services that the stacks use, by the names that every AWS provider since 3.39 accepts. */
const SERVICES = [
  "autoscaling",
  "cloudwatch",
  "cloudwatchevents",
  "cloudwatchlogs",
  "dlm",
  "ec2",
  "ecr",
  "ecs",
  "iam",
  "kms",
  "lambda",
  "route53",
  "s3",
  "sns",
  "sqs",
  "ssm",
  "sts",
];

const CREDENTIALS = { access_key: "test", secret_key: "test" };

/** Where the lab's stand-ins for AWS and the host are. */
export interface OverrideOptions {
  /** Address of the local AWS, e.g. http://localhost:4566. */
  readonly endpoint: string;
  /** The folder that stands in for the host's root: a bind of /data becomes one of <folder>/data. */
  readonly hostFolder: string;
  readonly schema: ProviderSchema;
}

/**
 * Terraform's own means to bend a configuration without editing it: what is written beside the stack as
 * `lab_override.tf.json` sends the AWS provider and the S3 backend to the local AWS, and the tasks' host paths into a folder.
 */
export function override(stack: Json, options: OverrideOptions): Json {
  const backend = asObject(asObject(asObject(stack.terraform).backend).s3);
  const taskDefinitions = overrideVolumes(stack, options.hostFolder);
  return {
    provider: { aws: [overrideProvider(options)] },
    ...(Object.keys(backend).length === 0
      ? {}
      : { terraform: { backend: { s3: overrideBackend(backend, options.endpoint) } } }),
    ...(Object.keys(taskDefinitions).length === 0 ? {} : { resource: { aws_ecs_task_definition: taskDefinitions } }),
  };
}

function overrideProvider({ endpoint, schema }: OverrideOptions): Json {
  const { attributes = {}, block_types = {} } = schema.provider.block;
  const known = block_types.endpoints?.block.attributes ?? {};
  const pathStyle = "s3_use_path_style" in attributes ? "s3_use_path_style" : "s3_force_path_style";
  return {
    ...CREDENTIALS,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    [pathStyle]: true,
    endpoints: [Object.fromEntries(SERVICES.filter((name) => name in known).map((name) => [name, endpoint]))],
  };
}

/** A backend in an override file replaces the whole block, so all of it is repeated. */
function overrideBackend(backend: Json, endpoint: string): Json {
  return {
    ...backend,
    ...CREDENTIALS,
    endpoints: { s3: endpoint },
    use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
  };
}

function overrideVolumes(stack: Json, hostFolder: string): Json {
  const definitions = asObject(asObject(stack.resource).aws_ecs_task_definition);
  const overridden = Object.entries(definitions).map(([id, body]) => {
    const volumes = asObjects(asObject(body).volume).map((volume) =>
      typeof volume.host_path === "string" ? { ...volume, host_path: `${hostFolder}${volume.host_path}` } : volume,
    );
    return [id, { volume: volumes }] as const;
  });
  return Object.fromEntries(overridden.filter(([, { volume }]) => volume.length > 0));
}
