import path from "node:path";
import { OWN_BASE_IMAGE } from "../../../lab/client/geth-base-image";
import type { ClientProfile } from "../../../modules/clients/client-profile";
import { geth } from "../../../modules/clients/execution/geth";
import { stageBuildContext } from "../../../modules/image/stage-build-context";
import { type DockerResult, docker, tryDocker } from "./docker";

/** Build context of every client's image. */
export const BUILD_CONTEXT = path.resolve(__dirname, "../../../docker");

/** An image with a real geth and a POSIX shell, the official one first: what `bin/lab prepare` leaves. */
export function baseImage(): string {
  const isAtHand = (image: string) => tryDocker("image", "inspect", image).exitCode === 0;
  const image = [`${geth.image}:${geth.version}`, OWN_BASE_IMAGE].find(isAtHand);
  if (image === undefined) throw new Error("these tests need the base image of the client: run `bin/lab prepare`");
  return image;
}

/** Builds docker/ on the given base and returns the tag; remove it with removeImages. */
export function buildClientImage(
  { name, program }: ClientProfile,
  base: string,
  context = stageBuildContext(BUILD_CONTEXT),
): string {
  const tag = `ethereum-node-test-${name}:${process.pid}`;
  const flags = buildFlags({ BASE_IMAGE: base, SHELL_IMAGE: baseImage(), PROGRAM: program });
  // A layer of the cache may be that of an image which another test removes at this moment.
  docker("build", "--no-cache", ...flags, "-t", tag, context);
  return tag;
}

/** Tries a build with exactly these arguments, for one that fails: its layers are removed. */
export function tryBuild(buildArguments: Record<string, string>): DockerResult {
  const result = tryDocker("build", ...buildFlags(buildArguments), BUILD_CONTEXT);
  const newestLayer = [...result.stdout.matchAll(/ ---> ([0-9a-f]{12})$/gm)].at(-1)?.[1];
  // Only what has no name: the newest layer may as well be the base image.
  const nameless = docker("images", "--quiet", "--filter=dangling=true").split("\n");
  if (newestLayer && nameless.includes(newestLayer)) removeImages(newestLayer);
  return result;
}

export function removeImages(...tags: string[]): void {
  for (const tag of tags) tryDocker("image", "rm", "--force", tag);
}

function buildFlags(buildArguments: Record<string, string>): string[] {
  return Object.entries(buildArguments).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
}
