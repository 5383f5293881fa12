import type { Architecture } from "../clients/client-profile";
import type { BaseImage } from "./base-image";
import { contentTag } from "./content-tag";

const PLATFORMS: Readonly<Record<Architecture, string>> = { arm64: "linux/arm64", x86_64: "linux/amd64" };

/** How an image is built, whoever builds it. */
export interface ImageBuild {
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

export interface ImageBuildProps extends Pick<ImageBuild, "buildArgs" | "context"> {
  readonly architecture: Architecture;
  /** What it is built from, the image whose version it has first. */
  readonly baseImages: readonly [BaseImage, ...BaseImage[]];
}

export function imageBuild({ architecture, baseImages, buildArgs, context }: ImageBuildProps): ImageBuild {
  const contentHash = contentTag(context, { ...buildArgs, ARCHITECTURE: architecture });
  return {
    context,
    contentHash,
    tag: `${baseImages[0].tag}-${contentHash}`,
    platform: PLATFORMS[architecture],
    buildArgs,
    baseImages,
  };
}
