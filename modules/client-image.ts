import path from "node:path";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "./accept-findings";
import type { AwsAccount } from "./aws-account";
import { BaseImage } from "./base-image";
import type { Architecture } from "./clients/client-profile";
import type { ClientRun } from "./clients/node-clients";
import { contentTag } from "./content-tag";
import { ecrRepositoryArn } from "./ecr-repository-arn";
import { requireUnixLines } from "./require-unix-lines";
import { stageBuildContext } from "./stage-build-context";

const BUILD_CONTEXT = path.resolve(__dirname, "../docker");
/** What an image of docker/ starts. */
export const ENTRY_POINT = ["/opt/ethereum-node/busybox", "sh", "/opt/ethereum-node/entrypoint.sh"];
const IMAGES_KEPT = 10;
/** A static shell for the entrypoint: not every client's image has one. */
export const SHELL_IMAGE = new BaseImage("busybox", "1.37.0-musl");
const PLATFORMS: Readonly<Record<Architecture, string>> = { arm64: "linux/arm64", x86_64: "linux/amd64" };

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
  readonly repositoryUrl: string;
  /** What the task definition names. */
  readonly uri: string;
  /** ECR repository that the task pulls from; undefined where the image is in no ECR. */
  readonly pulledFromArn: string | undefined;
  /** Images by tag alone that it is built from: whoever owns the tag decides what is in it. */
  readonly baseImagesWithoutDigest: readonly string[];

  constructor(scope: Construct, id: string, props: ClientImageProps) {
    super(scope, id);
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
    const base = new BaseImage(props.run.profile.image, props.run.version);
    const built = props.given === undefined ? [base, SHELL_IMAGE] : [];
    this.baseImagesWithoutDigest = built.filter(({ hasDigest }) => !hasDigest).map(({ reference }) => reference);
    this.uri = props.given ?? this.buildAndPush(repository, base, props);
    this.pulledFromArn = props.given === undefined ? repository.arn : ecrRepositoryArn(props.given);
  }

  private buildAndPush(repository: EcrRepository, base: BaseImage, props: ClientImageProps): string {
    const buildArgs = {
      BASE_IMAGE: base.reference,
      SHELL_IMAGE: SHELL_IMAGE.reference,
      PROGRAM: props.run.profile.program,
    };
    requireUnixLines(BUILD_CONTEXT);
    const directory = stageBuildContext(BUILD_CONTEXT, props.chainSpecFile);
    const hash = contentTag(directory, { ...buildArgs, ARCHITECTURE: props.architecture });
    // A copy beside the stack: an absolute path would differ on each machine and rebuild the image.
    const context = new TerraformAsset(this, "context", {
      path: directory,
      type: AssetType.DIRECTORY,
      assetHash: hash,
    });
    const image = new Image(this, "image", {
      name: `${repository.repositoryUrl}:${base.tag}-${hash}`,
      buildAttribute: { context: context.path, platform: PLATFORMS[props.architecture], buildArgs },
    });
    return new RegistryImage(this, "pushed-image", {
      name: image.name,
      // A task definition that is still in use may name it.
      keepRemotely: true,
    }).name;
  }
}
