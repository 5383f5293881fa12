import { DescribeKeyPairsCommand } from "@aws-sdk/client-ec2";
import { type Aws, codeOf } from "../aws";
import { type Finding, ok, refused } from "../finding";
import type { PlanOfDeploy } from "../plan-of-deploy";

/** Whether the key pair for SSH is there. */
export async function keyPair(aws: Aws, { variables }: PlanOfDeploy): Promise<Finding> {
  const { key_name } = variables;
  if (key_name === "") {
    return ok("key pair: none wanted");
  }
  try {
    await aws.ec2.send(new DescribeKeyPairsCommand({ KeyNames: [key_name] }));
    return ok(`key pair: ${key_name}`);
  } catch (error) {
    if (codeOf(error) === "InvalidKeyPair.NotFound") {
      return refused(`key_name must be a key pair of ${aws.region}; got "${key_name}", which is none`);
    }
    throw error;
  }
}
