import type { StateDir } from "../../machine/state-dir";
import { contentTag } from "../../modules/image/content-tag";
import { answerOf, runCommand } from "../../process/command";
import { LocalAws } from "../emulator/local-aws";

const BUILD_SECONDS = 300;
const PUSH_SECONDS = 120;
const SHORT_SECONDS = 60;

export interface PushedImageProps {
  /** Name of the repository below lab/. */
  readonly name: string;
  readonly context: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** Builds an image as the stack would and pushes it to the emulated ECR. Answers its URI there. */
export async function pushImage(
  state: StateDir,
  port: number,
  { buildArgs, context, name }: PushedImageProps,
): Promise<string> {
  const logFile = state.log("image");
  const tag = contentTag(context, buildArgs);
  const uri = `${repository(port, name)}:${tag}`;
  const args = Object.entries(buildArgs).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
  const build = () =>
    runCommand("docker", ["build", "--quiet", ...args, "--tag", uri, context], {
      timeoutSeconds: BUILD_SECONDS,
      logFile,
    });
  // Whoever removes an image at this moment may take away a layer that the build found in the cache.
  await build().catch(build);
  const repositoryUri = await new LocalAws(`http://localhost:${port}`).ensureRepository(`lab/${name}`);
  await runCommand("docker", ["push", "--quiet", uri], { timeoutSeconds: PUSH_SECONDS, logFile });
  return `${repositoryUri}:${tag}`;
}

/** Removes this lab's names from Docker's image store; layers that others use stay. */
export async function removePushedImages(port: number): Promise<void> {
  const list = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository(port, "*")];
  const names = await answerOf("docker", list, SHORT_SECONDS);
  if (names) {
    await answerOf("docker", ["image", "rm", ...names.split("\n")], SHORT_SECONDS);
  }
}

function repository(port: number, name: string): string {
  return `localhost:${port}/lab/${name}`;
}
