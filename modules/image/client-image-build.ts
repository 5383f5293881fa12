import path from "node:path";
import type { Architecture } from "../clients/client-profile";
import type { ClientRun } from "../clients/node-profile";
import { BaseImage } from "./base-image";
import { contentTag } from "./content-tag";
import { requireUnixLines } from "./require-unix-lines";
import { stageBuildContext } from "./stage-build-context";

/** What every image is made of. */
export const DOCKER_DIRECTORY = path.resolve(__dirname, "../../docker");
/** A static shell for the entrypoint: not every client's image has one. */
export const SHELL_IMAGE = new BaseImage("busybox", "1.37.0-musl");
/** What an image of docker/ starts. */
export const ENTRY_POINT = ["/opt/ethereum-node/busybox", "sh", "/opt/ethereum-node/entrypoint.sh"];
const PLATFORMS: Readonly<Record<Architecture, string>> = { arm64: "linux/arm64", x86_64: "linux/amd64" };

/** How one client's image is built, whoever builds it. */
export interface ClientImageBuild {
  /** Folder of the build context. */
  readonly context: string;
  /** Sum of all that the image is made of. */
  readonly contentHash: string;
  /** Upstream's tag and that sum: another image never has it. */
  readonly tag: string;
  readonly platform: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly baseImages: readonly BaseImage[];
}

/** @param chainSpecFile JSON file that the image holds as its chain specification */
export function clientImageBuild(run: ClientRun, architecture: Architecture, chainSpecFile?: string): ClientImageBuild {
  const base = new BaseImage(run.profile.image, run.version);
  const buildArgs = {
    BASE_IMAGE: base.reference,
    SHELL_IMAGE: SHELL_IMAGE.reference,
    PROGRAM: run.profile.program,
  };
  requireUnixLines(DOCKER_DIRECTORY);
  const context = stageBuildContext(DOCKER_DIRECTORY, chainSpecFile);
  const contentHash = contentTag(context, { ...buildArgs, ARCHITECTURE: architecture });
  return {
    context,
    contentHash,
    tag: `${base.tag}-${contentHash}`,
    platform: PLATFORMS[architecture],
    buildArgs,
    baseImages: [base, SHELL_IMAGE],
  };
}
