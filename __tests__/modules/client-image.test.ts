import { only, resources, synthesize } from "../support/synthesize";

const { node } = synthesize();

test("keeps images immutable, scanned and few", () => {
  expect(only(node, "aws_ecr_repository")).toMatchObject({
    name: "mainnet-parity/parity",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
  });
  expect(JSON.parse(String(only(node, "aws_ecr_lifecycle_policy").policy)).rules).toEqual([
    expect.objectContaining({
      selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 10 },
      action: { type: "expire" },
    }),
  ]);
});

test("builds docker/ from a copy beside the stack, so that a plan is the same on every machine", () => {
  const { build, name } = only(node, "docker_image") as { build: Record<string, unknown>; name: string };
  expect(build).toMatchObject({
    context: expect.stringMatching(/^assets\//),
    platform: "linux/amd64",
    build_args: { BASE_IMAGE: "openethereum/openethereum:v3.3.5", CLIENT: "parity" },
  });
  const [tag] = String(build.context).split("/").slice(-1);
  expect(name).toMatch(new RegExp(`\\.repository_url\\}:${tag}$`));
});

test("never deletes a pushed image that a task definition may still name", () => {
  expect(only(node, "docker_registry_image").keep_remotely).toBe(true);
});

test("gives each client another tag", () => {
  const tagOf = (client: string) =>
    String(only(synthesize({ ETHNODE_CLIENT: client }).node, "docker_image").name)
      .split(":")
      .at(-1);
  expect(tagOf("geth")).not.toBe(tagOf("parity"));
});

test("lets ECS pull a given image from the ECR repository that it names", () => {
  const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/geth:1";
  const { node: given } = synthesize({ ETHNODE_IMAGE: image });
  const [execution] = resources(given, "aws_iam_role_policy").filter(({ role }) =>
    /service_execution/.test(String(role)),
  );
  expect(String(execution?.policy)).toContain('"arn:aws:ecr:eu-west-1:123456789012:repository/team/geth"');
});

test("asks for no right to pull an image from another kind of registry", () => {
  const { node: given } = synthesize({ ETHNODE_IMAGE: "ghcr.io/acme/geth:1" });
  const policies = resources(given, "aws_iam_role_policy").map(({ policy }) => String(policy));
  expect(policies.filter((policy) => policy.includes("ecr:"))).toEqual([]);
});
