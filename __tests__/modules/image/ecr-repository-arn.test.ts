import { ecrRepositoryArn } from "../../../modules/image/ecr-repository-arn";
import { partitionsOfBotocore } from "../../support/partitions";

test.each([
  [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/geth:1",
    "arn:aws:ecr:eu-west-1:123456789012:repository/team/geth",
  ],
  [
    "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/geth@sha256:abc",
    "arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/geth",
  ],
  ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/geth:1", "arn:aws-cn:ecr:cn-north-1:123456789012:repository/geth"],
  ["123456789012.dkr-ecr.eu-central-1.on.aws/geth:v1", "arn:aws:ecr:eu-central-1:123456789012:repository/geth"],
  ["123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/geth:v1", "arn:aws:ecr:us-east-1:123456789012:repository/geth"],
  [
    "123456789012.dkr-ecr-fips.us-gov-east-1.on.aws/geth:v1",
    "arn:aws-us-gov:ecr:us-gov-east-1:123456789012:repository/geth",
  ],
  [
    "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/geth:1",
    "arn:aws-eusc:ecr:eusc-de-east-1:123456789012:repository/geth",
  ],
  [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443/team/geth:1",
    "arn:aws:ecr:eu-west-1:123456789012:repository/team/geth",
  ],
  ["ghcr.io/acme/geth:1", undefined],
  ["localhost:4566/lab/geth:1", undefined],
])("finds the repository that %s is pulled from", (image, arn) => {
  expect(ecrRepositoryArn(image)).toBe(arn);
});

test.each(partitionsOfBotocore())("finds it in each region of $id, under the partition's own domains", (partition) => {
  const { domains, id, regions } = partition;
  expect(regions.length).toBeGreaterThan(0);
  for (const region of regions) {
    const arn = `arn:${id}:ecr:${region}:123456789012:repository/geth`;
    expect(ecrRepositoryArn(`123456789012.dkr.ecr.${region}.${domains[0]}/geth:1`)).toBe(arn);
    expect(ecrRepositoryArn(`123456789012.dkr-ecr.${region}.${domains[1]}/geth:1`)).toBe(arn);
  }
});
