import path from "node:path";
import { OWN_BASE_IMAGE } from "../../../lab/host/geth-base-image";
import { geth } from "../../../modules/clients/geth";
import { type DockerResult, docker, tryDocker } from "./docker";

const BUILD_CONTEXT = path.resolve(__dirname, "../../../docker");

/** An image with a real geth and a POSIX shell, the official one first: what `bin/lab prepare` leaves. */
export function baseImage(): string {
  const isAtHand = (image: string) => tryDocker("image", "inspect", image).exitCode === 0;
  const image = [geth.baseImage, OWN_BASE_IMAGE].find(isAtHand);
  if (image === undefined) throw new Error("these tests need the base image of the client: run `bin/lab prepare`");
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
