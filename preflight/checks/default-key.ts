import { GetEbsDefaultKmsKeyIdCommand } from "@aws-sdk/client-ec2";
import type { Aws } from "../aws";
import { type Finding, ok, warning } from "../finding";

const OF_AWS = /(^|:)alias\/aws\/ebs$/;

/** The key under which root disks come, whatever chain_volume_kms_key_arn says: a launch fails where the group may not use it. */
export async function defaultKey(aws: Aws): Promise<Finding> {
  const { KmsKeyId = "" } = await aws.ec2.send(new GetEbsDefaultKmsKeyIdCommand({}));
  return OF_AWS.test(KmsKeyId)
    ? ok("default key of EBS: AWS's own")
    : warning(
        `default key of EBS in ${aws.region} is ${KmsKeyId}: its policy must let AWSServiceRoleForAutoScaling use it, else no instance starts`,
      );
}
