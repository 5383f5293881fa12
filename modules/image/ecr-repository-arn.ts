// The registry's host name of old, and the one that answers over IPv6 too; each also in the form for FIPS.
const ECR_IMAGE = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+(?::443)?\/([^:@]+)[:@]/;
/** The partition of a region, by how the region begins; all others are in `aws`. */
const PARTITIONS: Readonly<Record<string, string>> = {
  "cn-": "aws-cn",
  "us-gov-": "aws-us-gov",
  "eusc-": "aws-eusc",
  "us-iso-": "aws-iso",
  "us-isob-": "aws-iso-b",
  "eu-isoe-": "aws-iso-e",
  "us-isof-": "aws-iso-f",
};

/** ARN of the ECR repository that an image URI names; undefined where it names another kind of registry. */
export function ecrRepositoryArn(imageUri: string): string | undefined {
  const [, account, region, repository] = ECR_IMAGE.exec(imageUri) ?? [];
  if (account === undefined || region === undefined) {
    return undefined;
  }
  const beginning = Object.keys(PARTITIONS).find((prefix) => region.startsWith(prefix));
  const partition = beginning === undefined ? "aws" : PARTITIONS[beginning];
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
