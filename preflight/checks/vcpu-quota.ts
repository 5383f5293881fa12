import { DescribeInstanceTypesCommand, paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { NODE_TAG, nodeTag } from "../../modules/host-contract";
import type { Settings } from "../../stacks/settings/settings";
import type { Aws } from "../aws";
import { type Finding, ok, refused, warning } from "../finding";
import type { PlanOfDeploy } from "../plan-of-deploy";
import { quotaValue } from "../quota-value";

/** Quotas of running on-demand vCPUs, by what the instance families begin with; the first that fits. */
const QUOTAS = [
  { families: /^(inf)/, code: "L-1945791B" },
  { families: /^(trn)/, code: "L-2C3B7624" },
  { families: /^(dl)/, code: "L-6E869C2A" },
  { families: /^(hpc)/, code: "L-F7808C92" },
  { families: /^(u-|u\d)/, code: "L-43DA4232" },
  { families: /^(g|vt)\d/, code: "L-DB2E81BA" },
  { families: /^f\d/, code: "L-74FC7D96" },
  { families: /^p\d/, code: "L-417A185B" },
  { families: /^x\d/, code: "L-7295265B" },
  { families: /^(a|c|d|h|i|im|is|m|r|t|z)\d/, code: "L-1216C47A" },
] as const;

/** Whether the nodes may run, and whether a replacement may start while the old instance still stops. */
export async function vcpuQuota(aws: Aws, { settings, variables }: PlanOfDeploy): Promise<Finding> {
  const type = variables.instance_type;
  const quota = quotaOf(type);
  if (quota === undefined) {
    return warning(`vCPUs: which quota counts "${type}" is not known here`);
  }
  const { InstanceTypes = [] } = await aws.ec2.send(
    new DescribeInstanceTypesCommand({ InstanceTypes: [type as never] }),
  );
  const each = InstanceTypes[0]?.VCpuInfo?.DefaultVCpus;
  if (each === undefined) {
    throw new Error(`EC2 does not say how many vCPUs "${type}" has`);
  }
  const allowed = await quotaValue(aws, "ec2", quota);
  const used = await usedByOthers(aws, quota, settings);
  const nodes = settings.nodeNames.length;
  const need = nodes * each;
  const figures = `quota ${quota} in ${aws.region} must allow ${need} vCPUs (${nodes} × ${type}) beside the ${used} of other instances; got ${allowed}`;
  if (allowed < used + need) {
    return refused(
      `${figures}: ask for ${used + 2 * need} in the Service Quotas console, so that a replacement fits too`,
    );
  }
  if (allowed < used + 2 * need) {
    return warning(
      `${figures}, which is too little for ${2 * need}: a replacement of all nodes waits until the old instances are gone`,
    );
  }
  return ok(`vCPUs: ${figures}`);
}

/** Code of the quota that counts an instance type. */
export function quotaOf(instanceType: string): string | undefined {
  return QUOTAS.find(({ families }) => families.test(instanceType))?.code;
}

async function usedByOthers(aws: Aws, quota: string, settings: Settings): Promise<number> {
  const { name, nodeNames, retiredNodes } = settings;
  const own = [...nodeNames, ...retiredNodes].map((nodeName) => nodeTag(name, nodeName).value);
  let sum = 0;
  const running = { Filters: [{ Name: "instance-state-name", Values: ["pending", "running"] }] };
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: aws.ec2 }, running)) {
    for (const { CpuOptions, InstanceLifecycle, InstanceType, Tags = [] } of Reservations.flatMap(
      ({ Instances = [] }) => Instances,
    )) {
      const isOwn = Tags.some(({ Key, Value }) => Key === NODE_TAG && own.includes(String(Value)));
      if (!isOwn && InstanceLifecycle === undefined && quotaOf(String(InstanceType)) === quota) {
        sum += (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1);
      }
    }
  }
  return sum;
}
