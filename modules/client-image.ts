import path from "node:path";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Image } from "@cdktf/provider-docker/lib/image";
import { RegistryImage } from "@cdktf/provider-docker/lib/registry-image";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws-account";
import type { ClientProfile } from "./clients/client-profile";
import { contentTag } from "./content-tag";
import { ecrRepositoryArn } from "./ecr-repository-arn";
import type { PolicyStatement } from "./iam-policy";

const BUILD_CONTEXT = path.resolve(__dirname, "../docker");
const IMAGES_KEPT = 10;

export interface ClientImageProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  readonly client: ClientProfile;
  /** URI of a ready image. @default built from docker/ and pushed to this repository, which needs the docker provider */
  readonly given?: string;
}

/** The ECR repository of the client's image and, unless one is given, the image itself. */
export class ClientImage extends Construct {
  readonly repositoryUrl: string;
  /** What the task definition names. */
  readonly uri: string;
  /** The right to pull the image. */
  readonly pullStatements: PolicyStatement[];

  constructor(scope: Construct, id: string, props: ClientImageProps) {
    super(scope, id);
    const repository = new EcrRepository(this, "repository", {
      name: `${props.name}/${props.client.name}`,
      imageTagMutability: "IMMUTABLE",
      // Every image can be built again from docker/, so it need not hold up a destroy.
      forceDelete: true,
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
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
    this.uri = props.given ?? this.buildAndPush(repository, props.client);
    const pulledFrom = props.given === undefined ? repository.arn : ecrRepositoryArn(props.given);
    this.pullStatements = pulledFrom === undefined ? [] : pullStatements(pulledFrom);
  }

  private buildAndPush(repository: EcrRepository, client: ClientProfile): string {
    const buildArgs = { BASE_IMAGE: client.baseImage, CLIENT: client.name };
    const tag = contentTag(BUILD_CONTEXT, buildArgs);
    // A copy beside the stack: an absolute path would differ on each machine and rebuild the image.
    const context = new TerraformAsset(this, "context", {
      path: BUILD_CONTEXT,
      type: AssetType.DIRECTORY,
      assetHash: tag,
    });
    const image = new Image(this, "image", {
      name: `${repository.repositoryUrl}:${tag}`,
      buildAttribute: { context: context.path, platform: "linux/amd64", buildArgs },
    });
    return new RegistryImage(this, "pushed-image", {
      name: image.name,
      // A task definition that is still in use may name it.
      keepRemotely: true,
    }).name;
  }
}

function pullStatements(repositoryArn: string): PolicyStatement[] {
  return [
    // AWS knows no narrower resource for the token.
    { Sid: "LogInToEcr", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    {
      Sid: "PullClientImage",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [repositoryArn],
    },
  ];
}
