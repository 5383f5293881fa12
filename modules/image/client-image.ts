import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import type { Architecture } from "../clients/client-profile";
import type { ClientRun } from "../clients/node-profile";
import { type ClientImageBuild, clientImageBuild } from "./client-image-build";
import { ecrRepositoryArn } from "./ecr-repository-arn";

const IMAGES_KEPT = 10;

export interface ClientImageProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  readonly run: ClientRun;
  /** What the image is built for. */
  readonly architecture: Architecture;
  /** JSON file that the image holds as its chain specification. @default none */
  readonly chainSpecFile?: string;
  /** URI of a ready image. @default built from docker/ and pushed to this repository, which needs the docker provider */
  readonly given?: string;
}

/** The ECR repository of one client's image and, unless one is given, the image itself. */
export class ClientImage extends Construct {
  /** What it is the image of. */
  readonly run: ClientRun;
  readonly repositoryUrl: string;
  /** What the task definition names. */
  readonly uri: string;
  /** ECR repository that the task pulls from; undefined where the image is in no ECR. */
  readonly pulledFromArn: string | undefined;
  /** Images by tag alone that it is built from: whoever owns the tag decides what is in it. */
  readonly baseImagesWithoutDigest: readonly string[];

  constructor(scope: Construct, id: string, props: ClientImageProps) {
    super(scope, id);
    this.run = props.run;
    const repository = new EcrRepository(this, "repository", {
      name: `${props.name}/${props.run.profile.name}`,
      imageTagMutability: "IMMUTABLE",
      // Every image can be built again from docker/, so it need not hold up a destroy.
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
      const build = clientImageBuild(props.run, props.architecture, props.chainSpecFile);
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

  private buildAndPush(repository: EcrRepository, build: ClientImageBuild): string {
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
