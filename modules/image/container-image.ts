import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import { ecrRepositoryArn } from "./ecr-repository-arn";
import type { ImageBuild } from "./image-build";

const IMAGES_KEPT = 10;

export interface ContainerImageProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Name of the container that runs it, and of its repository behind the prefix. */
  readonly container: string;
  /** How it is built where none is given. */
  readonly build: () => ImageBuild;
  /** URI of a ready image. @default built and pushed to this repository, which needs the docker provider */
  readonly given: string | undefined;
}

/** The ECR repository of one container's image and, unless one is given, the image itself. */
export class ContainerImage extends Construct {
  /** Name of the container that runs it. */
  readonly container: string;
  readonly repositoryUrl: string;
  /** What the task definition names. */
  readonly uri: string;
  /** ECR repository that the task pulls from; undefined where the image is in no ECR. */
  readonly pulledFromArn: string | undefined;
  /** Images by tag alone that it is built from: whoever owns the tag decides what is in it. */
  readonly baseImagesWithoutDigest: readonly string[];

  constructor(scope: Construct, id: string, props: ContainerImageProps) {
    super(scope, id);
    this.container = props.container;
    const repository = new EcrRepository(this, "repository", {
      name: `${props.name}/${props.container}`,
      imageTagMutability: "IMMUTABLE",
      // Every image can be built again, so it need not hold up a destroy.
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
    });
    acceptFindings(repository, "2026-11-26", {
      CKV_AWS_136:
        "encrypted with ECR's own key; the images hold public software, and a change replaces the repository",
    });
    new EcrLifecyclePolicy(this, "lifecycle", {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: `Keep the newest ${IMAGES_KEPT} images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: IMAGES_KEPT },
            action: { type: "expire" },
          },
        ],
      }),
    });

    this.repositoryUrl = repository.repositoryUrl;
    if (props.given === undefined) {
      const build = props.build();
      this.baseImagesWithoutDigest = build.baseImages
        .filter(({ hasDigest }) => !hasDigest)
        .map(({ reference }) => reference);
      this.uri = this.buildAndPush(repository, build);
    } else {
      this.baseImagesWithoutDigest = [];
      this.uri = props.given;
    }
    this.pulledFromArn = props.given === undefined ? repository.arn : ecrRepositoryArn(props.given);
  }

  private buildAndPush(repository: EcrRepository, build: ImageBuild): string {
    // A copy beside the stack: an absolute path would differ on each machine and rebuild the image.
    const context = new TerraformAsset(this, "context", {
      path: build.context,
      type: AssetType.DIRECTORY,
      assetHash: build.contentHash,
    });
    const image = new Image(this, "image", {
      name: `${repository.repositoryUrl}:${build.tag}`,
      buildAttribute: { context: context.path, platform: build.platform, buildArgs: { ...build.buildArgs } },
    });
    return new RegistryImage(this, "pushed-image", {
      name: image.name,
      // A task definition that is still in use may name it.
      keepRemotely: true,
    }).name;
  }
}
