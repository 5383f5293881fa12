import path from "node:path";
import { type DockerResult, docker, tryDocker } from "./docker";

const BUILD_CONTEXT = path.resolve(__dirname, "../../../docker");

/**
 * The image that stands for the official one: CLIENT_BASE_IMAGE names it. It has /usr/local/bin/geth, a POSIX /bin/sh
 * and that shell's cat, df, mkdir, rm and tr; bin/test sets it to the lab's geth base image.
 */
export function baseImage(): string {
  const image = process.env.CLIENT_BASE_IMAGE;
  if (!image) throw new Error("CLIENT_BASE_IMAGE must name a local image with /bin/sh and /usr/local/bin/geth; got ''");
  return image;
}

/** Builds docker/ on the given base and returns the tag; remove it with removeImages. */
export function buildClientImage(client: string, base: string): string {
  const tag = `ethereum-node-test-${client}:${process.pid}`;
  docker("build", "--build-arg", `BASE_IMAGE=${base}`, "--build-arg", `CLIENT=${client}`, "-t", tag, BUILD_CONTEXT);
  return tag;
}

/** Tries a build with exactly these arguments, for one that fails: its layers are removed. */
export function tryBuild(buildArguments: Record<string, string>): DockerResult {
  const flags = Object.entries(buildArguments).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  const result = tryDocker("build", ...flags, BUILD_CONTEXT);
  const newestLayer = [...result.stdout.matchAll(/ ---> ([0-9a-f]{12})$/gm)].at(-1)?.[1];
  // Only what has no name: the newest layer may as well be the base image.
  const nameless = docker("images", "--quiet", "--filter=dangling=true").split("\n");
  if (newestLayer && nameless.includes(newestLayer)) removeImages(newestLayer);
  return result;
}

export function removeImages(...tags: string[]): void {
  for (const tag of tags) tryDocker("image", "rm", "--force", tag);
}
