import type { ImageBuild } from "../modules/image/image-build";
import { answerOf, runCommand } from "../process/command";
import { UserError } from "../process/user-error";
import type { EcrRepository } from "./ecr-repository";

const BUILD_SECONDS = 1800;
const PUSH_SECONDS = 1800;
const SHORT_SECONDS = 60;

/** Pushes the image where the repository does not have it yet. Answers its digest there. */
export async function publishImage(
  repository: EcrRepository,
  build: ImageBuild,
  note: (text: string) => void,
): Promise<string> {
  const uri = `${repository.uri}:${build.tag}`;
  const present = await repository.digestOf(build.tag);
  if (present !== undefined) {
    note(`${uri} is there already`);
    return present;
  }
  note(`building ${uri} for ${build.platform}`);
  await buildImage(uri, build);
  note(`pushing ${uri}`);
  await runCommand("docker", ["push", "--quiet", uri], { timeoutSeconds: PUSH_SECONDS });
  const digest = await repository.digestOf(build.tag);
  if (digest === undefined) {
    throw new UserError(`${uri} was pushed and ECR does not have it: run this again`);
  }
  return digest;
}

async function buildImage(uri: string, { buildArgs, context, platform }: ImageBuild): Promise<void> {
  const args = Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  await runCommand("docker", ["build", "--platform", platform, ...args, "--tag", uri, context], {
    timeoutSeconds: BUILD_SECONDS,
    // With an attestation it would be an index, which ECR's basic scan refuses.
    env: { ...process.env, BUILDX_NO_DEFAULT_ATTESTATIONS: "1" },
  });
  const built = await answerOf(
    "docker",
    ["image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", uri],
    SHORT_SECONDS,
  );
  if (built !== platform) {
    throw new UserError(
      `the image must be for ${platform}, as the setting architecture says; got ${built}, that of its base`,
    );
  }
}
