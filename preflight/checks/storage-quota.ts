import { paginateDescribeVolumes } from "@aws-sdk/client-ec2";
import { PROJECT_TAG } from "../../stacks/variables/own-tags";
import type { Aws } from "../aws";
import { type Finding, ok, refused } from "../finding";
import type { PlanOfDeploy } from "../plan-of-deploy";
import { quotaValue } from "../quota-value";

/** Quotas of storage in TiB, by volume type. */
const QUOTAS: Readonly<Record<string, string>> = {
  gp2: "L-D18FCD1D",
  gp3: "L-7A658B76",
  io1: "L-FD252861",
  io2: "L-09BD8365",
};

/** Whether the chain volumes fit beside the account's other volumes of their type. */
export async function storageQuota(aws: Aws, { settings, variables }: PlanOfDeploy): Promise<Finding> {
  const type = variables.chain_volume_type;
  const quota = QUOTAS[type] as string;
  const allowed = await quotaValue(aws, "ebs", quota);
  let othersGiB = 0;
  const ofType = { Filters: [{ Name: "volume-type", Values: [type] }] };
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client: aws.ec2 }, ofType)) {
    for (const { Size = 0, Tags = [] } of Volumes) {
      othersGiB += Tags.some(({ Key, Value }) => Key === PROJECT_TAG && Value === settings.name) ? 0 : Size;
    }
  }
  const needGiB = settings.nodeNames.length * variables.chain_volume_size_gib;
  const figures = `quota ${quota} in ${aws.region} must allow ${tib(needGiB)} TiB of ${type} beside the ${tib(othersGiB)} there are; got ${allowed}`;
  return othersGiB + needGiB <= allowed * 1024
    ? ok(`EBS storage: ${figures}`)
    : refused(`${figures}: ask for more in the Service Quotas console`);
}

function tib(sizeGiB: number): string {
  return (sizeGiB / 1024).toFixed(1);
}
