import { adaptStack, type Json, type ProviderSchema } from "../../../lab/terraform/adapt-stack";

const schema: ProviderSchema = {
  provider: {
    block: { attributes: { region: true }, block_types: { default_tags: { block: { attributes: { tags: true } } } } },
  },
  resource_schemas: {
    aws_ebs_volume: { block: { attributes: { size: true, snapshot_id: true } } },
    aws_launch_template: {
      block: {
        attributes: { name: true },
        block_types: { metadata_options: { block: { attributes: { http_tokens: true } } } },
      },
    },
    aws_security_group: {
      block: { attributes: { name: true }, block_types: { ingress: { block: { attributes: { from_port: true } } } } },
    },
  },
  data_source_schemas: {
    aws_ami: { block: { attributes: { owners: true, filter: true } } },
    aws_vpc: { block: { attributes: { default: true } } },
  },
};

const adapt = (stack: Json) => adaptStack(stack, schema, "3.39.0");

test("keeps a stack that the provider knows as it is", () => {
  const stack = {
    provider: { aws: [{ region: "eu-central-1", default_tags: [{ tags: { Project: "p" } }] }] },
    resource: {
      aws_ebs_volume: {
        chain: {
          "//": { metadata: { path: "x" } },
          size: 10,
          count: 1,
          depends_on: ["aws_launch_template.host"],
          lifecycle: { prevent_destroy: true, ignore_changes: ["snapshot_id"] },
        },
      },
    },
    data: { aws_vpc: { default: { default: true } } },
    variable: { size: { type: "number" } },
  };
  expect(adapt(stack)).toEqual({ stack, dropped: [], unknownTypes: [] });
});

test("leaves out exactly the attributes that the provider does not know, and says which", () => {
  const { stack, dropped } = adapt({
    resource: { aws_ebs_volume: { chain: { size: 10, final_snapshot: true, volume_initialization_rate: 100 } } },
    data: { aws_vpc: { default: { default: true, region: "x" } } },
    provider: { aws: [{ region: "eu-central-1", newer: true }] },
  });
  expect(stack).toEqual({
    resource: { aws_ebs_volume: { chain: { size: 10 } } },
    data: { aws_vpc: { default: { default: true } } },
    provider: { aws: [{ region: "eu-central-1" }] },
  });
  expect(dropped).toEqual([
    "aws_ebs_volume.chain.final_snapshot",
    "aws_ebs_volume.chain.volume_initialization_rate",
    "data.aws_vpc.default.region",
    "provider.aws.newer",
  ]);
});

test("leaves out unknown attributes of nested blocks, in both of Terraform's spellings", () => {
  const { stack, dropped } = adapt({
    resource: {
      aws_launch_template: {
        one: { metadata_options: { http_tokens: "required", newer: 1 } },
        many: { metadata_options: [{ http_tokens: "required" }, { newer: 1 }], unknown_block: [{ a: 1 }] },
      },
    },
  });
  expect(stack).toEqual({
    resource: {
      aws_launch_template: {
        one: { metadata_options: { http_tokens: "required" } },
        many: { metadata_options: [{ http_tokens: "required" }, {}] },
      },
    },
  });
  expect(dropped).toEqual([
    "aws_launch_template.one.metadata_options.newer",
    "aws_launch_template.many.metadata_options.newer",
    "aws_launch_template.many.unknown_block",
  ]);
});

test("leaves out unknown attributes of dynamic blocks and whole unknown ones", () => {
  const { stack, dropped } = adapt({
    resource: {
      aws_security_group: {
        node: {
          dynamic: {
            ingress: { for_each: ["a"], content: { from_port: 22, newer: 1 } },
            newer_block: { for_each: [], content: {} },
          },
        },
      },
    },
  });
  expect(stack).toEqual({
    resource: {
      aws_security_group: { node: { dynamic: { ingress: { for_each: ["a"], content: { from_port: 22 } } } } },
    },
  });
  expect(dropped).toEqual(["aws_security_group.node.ingress.newer", "aws_security_group.node.newer_block"]);
});

test("no longer ignores changes of an attribute that was left out, since Terraform refuses that", () => {
  const { stack } = adapt({
    resource: {
      aws_ebs_volume: {
        chain: { lifecycle: { ignore_changes: ["snapshot_id", "volume_initialization_rate", "newer[0].x"] } },
      },
    },
  });
  expect(stack).toEqual({
    resource: { aws_ebs_volume: { chain: { lifecycle: { ignore_changes: ["snapshot_id"] } } } },
  });
});

test("names a resource of an unknown type, or a data source that is used, and never leaves it out", () => {
  const original = {
    resource: { aws_s3_bucket_versioning: { state: { bucket: `\${data.aws_newer.x.a}` } } },
    data: { aws_newer: { x: { a: 1 } } },
  };
  const { stack, dropped, unknownTypes } = adapt(original);
  expect(stack).toEqual(original);
  expect(dropped).toEqual([]);
  expect(unknownTypes).toEqual(["aws_s3_bucket_versioning", "data.aws_newer"]);
});

test("leaves out a data source of an unknown type that nothing uses, and says so", () => {
  const { stack, dropped, unknownTypes } = adapt({ data: { aws_newer: { x: { a: 1 } } } });
  expect(stack).toEqual({ data: {} });
  expect(dropped).toEqual(["data.aws_newer"]);
  expect(unknownTypes).toEqual([]);
});

test("names owners of AMIs, which older providers require", () => {
  const { stack } = adapt({ data: { aws_ami: { image: { filter: [] }, mine: { owners: ["self"] } } } });
  expect(stack).toMatchObject({
    data: { aws_ami: { image: { owners: ["amazon", "self"] }, mine: { owners: ["self"] } } },
  });
});

test("pins the AWS provider at hand and leaves every other provider alone", () => {
  const { stack } = adapt({
    terraform: {
      required_providers: {
        aws: { source: "aws", version: "6.25.0" },
        docker: { source: "kreuzwerker/docker", version: "3.6.2" },
      },
    },
    resource: { docker_image: { client: { whatever: 1 } } },
  });
  expect(stack).toEqual({
    terraform: {
      required_providers: {
        aws: { source: "aws", version: "3.39.0" },
        docker: { source: "kreuzwerker/docker", version: "3.6.2" },
      },
    },
    resource: { docker_image: { client: { whatever: 1 } } },
  });
});

test("does not touch the stack that it was given", () => {
  const stack = { resource: { aws_ebs_volume: { chain: { newer: 1 } } } };
  adapt(stack);
  expect(stack).toEqual({ resource: { aws_ebs_volume: { chain: { newer: 1 } } } });
});

test("leaves out the tags of network interfaces for a provider that refuses them, and for no other", () => {
  const specifications = ["instance", "network-interface"].map((resource_type) => ({ resource_type }));
  const block = {
    attributes: {},
    block_types: { tag_specifications: { block: { attributes: { resource_type: 1 } } } },
  };
  const known = {
    provider: { block: {} },
    resource_schemas: { aws_launch_template: { block } },
    data_source_schemas: {},
  };
  const original = { resource: { aws_launch_template: { host: { tag_specifications: specifications } } } };
  const adapted = (version: string) => adaptStack(original, known, version);
  expect(adapted("3.39.0")).toMatchObject({
    dropped: ["aws_launch_template.host.tag_specifications.network-interface"],
    stack: { resource: { aws_launch_template: { host: { tag_specifications: [{ resource_type: "instance" }] } } } },
  });
  expect(adapted("6.25.0")).toMatchObject({ dropped: [], stack: original });
});

test("gives the value of a parameter the only name that an older provider has for it, and leaves a newer one alone", () => {
  const parameter = (attributes: object) => ({
    resource: { aws_ssm_parameter: { url: attributes, part: { value: "b" } } },
  });
  const adapted = (attributes: Record<string, boolean>) =>
    adaptStack(
      parameter({ insecure_value: "a", type: "String" }),
      {
        provider: { block: {} },
        resource_schemas: { aws_ssm_parameter: { block: { attributes } } },
        data_source_schemas: {},
      },
      "3.39.0",
    );
  expect(adapted({ type: true, value: true })).toEqual({
    dropped: [],
    stack: parameter({ type: "String", value: "a" }),
    unknownTypes: [],
  });
  expect(adapted({ type: true, value: true, insecure_value: true })).toEqual({
    dropped: [],
    stack: parameter({ insecure_value: "a", type: "String" }),
    unknownTypes: [],
  });
});
