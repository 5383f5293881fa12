import path from "node:path";
import type { Architecture } from "../clients/client-profile";
import type { ClientRun } from "../clients/node-profile";
import { BaseImage } from "./base-image";
import { type ImageBuild, imageBuild } from "./image-build";
import { requireUnixLines } from "./require-unix-lines";
import { stageBuildContext } from "./stage-build-context";

/** What every client's image is made of. */
export const DOCKER_DIRECTORY = path.resolve(__dirname, "../../docker");
/** A static shell for the entrypoint: not every client's image has one. */
export const SHELL_IMAGE = new BaseImage("busybox", "1.37.0-musl");
/** What an image of docker/ starts. */
export const ENTRY_POINT = ["/opt/ethereum-node/busybox", "sh", "/opt/ethereum-node/entrypoint.sh"];

/**
 * How one client's image is built.
 *
 * @param chainSpecFile JSON file that the image holds as its chain specification
 */
export function clientImageBuild(run: ClientRun, architecture: Architecture, chainSpecFile?: string): ImageBuild {
  const base = new BaseImage(run.profile.image, run.version);
  requireUnixLines(DOCKER_DIRECTORY);
  return imageBuild({
    context: stageBuildContext(DOCKER_DIRECTORY, chainSpecFile),
    buildArgs: {
      BASE_IMAGE: base.reference,
      SHELL_IMAGE: SHELL_IMAGE.reference,
      PROGRAM: run.profile.program,
    },
    architecture,
    baseImages: [base, SHELL_IMAGE],
  });
}
