import { DescribeAddressesCommand } from "@aws-sdk/client-ec2";
import { PROJECT_TAG } from "../../stacks/variables/own-tags";
import type { Aws } from "../aws";
import { type Finding, ok, refused } from "../finding";
import type { PlanOfDeploy } from "../plan-of-deploy";
import { quotaValue } from "../quota-value";

const QUOTA = "L-0263D0A3";

/** Whether each node can have an address of its own. */
export async function elasticIpQuota(aws: Aws, { settings }: PlanOfDeploy): Promise<Finding> {
  if (!settings.elasticIp) {
    return ok("Elastic IPs: none wanted");
  }
  const { Addresses = [] } = await aws.ec2.send(new DescribeAddressesCommand({}));
  const others = Addresses.filter(
    ({ Tags = [] }) => !Tags.some(({ Key, Value }) => Key === PROJECT_TAG && Value === settings.name),
  ).length;
  const allowed = await quotaValue(aws, "ec2", QUOTA);
  const need = settings.nodeNames.length;
  const figures = `quota ${QUOTA} in ${aws.region} must allow ${need} Elastic IPs beside the ${others} there are; got ${allowed}`;
  return others + need <= allowed
    ? ok(`Elastic IPs: ${figures}`)
    : refused(`${figures}: ask for more in the Service Quotas console, or set elasticIp (ETHNODE_ELASTIC_IP) to false`);
}
