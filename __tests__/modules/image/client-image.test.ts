import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import digests from "../../../modules/image/base-image-digests.json";
import { AURA } from "../../support/chain-specs";
import { only, resources, synthesize } from "../../support/synthesize";

const WITHOUT_MONITOR = { ETHNODE_MONITOR: "false" };
const { node } = synthesize(WITHOUT_MONITOR);

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
    build_args: {
      BASE_IMAGE: "openethereum/openethereum:v3.3.5",
      SHELL_IMAGE: expect.stringMatching(/^busybox:1\.37\.0-musl@sha256:[0-9a-f]{64}$/),
      PROGRAM: "/home/openethereum/openethereum",
    },
  });
  const [tag] = String(build.context).split("/").slice(-1);
  expect(name).toMatch(new RegExp(`\\.repository_url\\}:v3\\.3\\.5-${tag}$`));
});

test("never deletes a pushed image that a task definition may still name", () => {
  expect(only(node, "docker_registry_image").keep_remotely).toBe(true);
});

test("gives each container of a pair its own repository and image, by upstream version and architecture", () => {
  const { node: pair } = synthesize({ ...WITHOUT_MONITOR, ETHNODE_CLIENT: "geth", ETHNODE_CLIENT_VERSION: "v1.17.6" });
  expect(resources(pair, "aws_ecr_repository").map(({ name }) => name)).toEqual([
    "mainnet-parity/lighthouse",
    "mainnet-parity/geth",
  ]);
  const images = resources(pair, "docker_image") as { build: Record<string, unknown>; name: string }[];
  expect(images.map(({ build }) => build.platform)).toEqual(["linux/arm64", "linux/arm64"]);
  expect(images.map(({ name }) => name.split(":").at(-1)?.split("-")[0])).toEqual(["v8.2.1", "v1.17.6"]);
  expect(new Set(images.map(({ name }) => name.split("-").at(-1))).size).toBe(2);
});

test("tags the image anew when version or architecture change", () => {
  const tagOf = (environment: NodeJS.ProcessEnv) =>
    resources(synthesize({ ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev", ...environment }).node, "docker_image")[0]
      ?.name;
  const tags = [{}, { ETHNODE_CLIENT_VERSION: "v1.17.6" }, { ETHNODE_ARCHITECTURE: "x86_64" }].map(tagOf);
  expect(new Set(tags).size).toBe(3);
});

test("names the base image by the digest of the settings, which the tag covers and does not hold", () => {
  const imageOf = (digit: string) => {
    const version = `v1.17.5@sha256:${digit.repeat(64)}`;
    const { node: built } = synthesize({
      ...WITHOUT_MONITOR,
      ETHNODE_CLIENT: "geth",
      ETHNODE_CHAIN: "dev",
      ETHNODE_CLIENT_VERSION: version,
    });
    const { build, name } = only(built, "docker_image") as { build: { build_args: object }; name: string };
    expect(build.build_args).toMatchObject({ BASE_IMAGE: `ethereum/client-go:${version}` });
    expect(name).toMatch(/:v1\.17\.5-[0-9a-f]{16}$/);
    return name;
  };
  expect(imageOf("a")).not.toBe(imageOf("b"));
});

test("names the base image of a profile's own version by the digest that is kept of it", () => {
  const { node: built } = synthesize({ ...WITHOUT_MONITOR, ETHNODE_CLIENT: "geth", ETHNODE_CHAIN: "dev" });
  const { build } = only(built, "docker_image") as { build: { build_args: object } };
  const digest = (digests as Record<string, string>)["ethereum/client-go:v1.17.5"];
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(build.build_args).toMatchObject({ BASE_IMAGE: `ethereum/client-go:v1.17.5@${digest}` });
});

test("puts the chain specification of a private chain into the image, and into its tag", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "chain-"));
  const file = path.join(folder, "chain.json");
  const tagOf = (name: string) => {
    writeFileSync(file, JSON.stringify({ ...AURA, name }));
    const settings = { ...WITHOUT_MONITOR, ETHNODE_CHAIN: "private", ETHNODE_CHAIN_SPEC_FILE: file };
    return only(synthesize(settings).node, "docker_image").name;
  };
  expect(tagOf("one")).not.toBe(tagOf("two"));
  rmSync(folder, { recursive: true });
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
  const { node: given } = synthesize({ ...WITHOUT_MONITOR, ETHNODE_IMAGE: "ghcr.io/acme/geth:1" });
  const policies = resources(given, "aws_iam_role_policy").map(({ policy }) => String(policy));
  expect(policies.filter((policy) => policy.includes("ecr:"))).toEqual([]);
});
