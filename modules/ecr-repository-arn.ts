const ECR_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\/([^:@]+)[:@]/;

/** ARN of the ECR repository that an image URI names; undefined where it names another kind of registry. */
export function ecrRepositoryArn(imageUri: string): string | undefined {
  const [, account, region, china, repository] = ECR_IMAGE.exec(imageUri) ?? [];
  if (account === undefined) {
    return undefined;
  }
  const partition = china !== undefined ? "aws-cn" : region?.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
