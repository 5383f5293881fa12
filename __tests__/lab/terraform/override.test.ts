import type { Json, ProviderSchema } from "../../../lab/terraform/adapt-stack";
import { override } from "../../../lab/terraform/override";

const schemaWith = (pathStyle: string, ...services: string[]): ProviderSchema => ({
  provider: {
    block: {
      attributes: { [pathStyle]: true },
      block_types: { endpoints: { block: { attributes: Object.fromEntries(services.map((name) => [name, true])) } } },
    },
  },
  resource_schemas: {},
  data_source_schemas: {},
});

const overrideOf = (stack: Json, schema = schemaWith("s3_use_path_style", "ec2", "s3")) =>
  override(stack, { endpoint: "http://localhost:4566", hostFolder: "/lab/host", schema });

test("sends the services that the provider knows to the local AWS, with credentials that open nothing", () => {
  expect(overrideOf({}).provider).toEqual({
    aws: [
      {
        access_key: "test",
        secret_key: "test",
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        s3_use_path_style: true,
        endpoints: [{ ec2: "http://localhost:4566", s3: "http://localhost:4566" }],
      },
    ],
  });
});

test("uses the path-style argument of an old provider where the new one is not known", () => {
  const { provider } = overrideOf({}, schemaWith("s3_force_path_style", "s3")) as { provider: { aws: Json[] } };
  expect(provider.aws[0]).toMatchObject({ s3_force_path_style: true });
  expect(provider.aws[0]).not.toHaveProperty("s3_use_path_style");
});

test("repeats the whole S3 backend, its lock included, and sends it to the local AWS", () => {
  const s3 = { bucket: "b", key: "k", region: "eu-central-1", encrypt: true, use_lockfile: true };
  expect(overrideOf({ terraform: { backend: { s3 } } }).terraform).toEqual({
    backend: {
      s3: {
        ...s3,
        access_key: "test",
        secret_key: "test",
        endpoints: { s3: "http://localhost:4566" },
        use_path_style: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
      },
    },
  });
});

test("leaves a local backend alone", () => {
  expect(overrideOf({ terraform: { backend: { local: { path: "x" } } } })).not.toHaveProperty("terraform");
});

test("moves the host paths of every task into the lab's folder and keeps all else of the volumes", () => {
  const stack = {
    resource: {
      aws_ecs_task_definition: {
        client: { family: "geth", volume: [{ name: "chain", host_path: "/data" }, { name: "scratch" }] },
        monitor: { family: "monitor" },
      },
    },
  };
  expect(overrideOf(stack).resource).toEqual({
    aws_ecs_task_definition: {
      client: { volume: [{ name: "chain", host_path: "/lab/host/data" }, { name: "scratch" }] },
    },
  });
});
