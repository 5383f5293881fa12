import { type Aws, codeOf, inTime } from "./aws";
import { accountPlan } from "./checks/account-plan";
import { credentials } from "./checks/credentials";
import { defaultKey } from "./checks/default-key";
import { elasticIpQuota } from "./checks/elastic-ip-quota";
import { keyPair } from "./checks/key-pair";
import { storageQuota } from "./checks/storage-quota";
import { vcpuQuota } from "./checks/vcpu-quota";
import { type Finding, refused, warning } from "./finding";
import type { PlanOfDeploy } from "./plan-of-deploy";

type Check = (aws: Aws, plan: PlanOfDeploy) => Promise<Finding>;

const CHECKS: Readonly<Record<string, Check>> = {
  "account plan": accountPlan,
  vCPUs: vcpuQuota,
  "Elastic IPs": elasticIpQuota,
  "EBS storage": storageQuota,
  "key pair": keyPair,
  "default key of EBS": defaultKey,
};

/** Every finding as it comes; after refused credentials nothing more is asked. */
export async function* runChecks(aws: Aws, plan: PlanOfDeploy): AsyncGenerator<Finding> {
  const identity = await inTime(() => credentials(aws)).catch((error) => refused(`credentials: ${error.message}`));
  yield identity;
  if (identity.verdict === "refused") {
    return;
  }
  for (const [name, check] of Object.entries(CHECKS)) {
    yield await inTime(() => check(aws, plan)).catch((error: unknown) => couldNotBeAsked(name, error));
  }
}

/** What a person can mend is refused; what the login may not see, or a moment's fault, is only said. */
function couldNotBeAsked(name: string, error: unknown): Finding {
  const code = codeOf(error);
  if (code === "OptInRequired") {
    return refused(`${name}: the account must be signed up for the service in this region; AWS says ${code}`);
  }
  if (code === "InvalidInstanceType") {
    return refused(`${name}: instance_type must be a type of EC2; AWS says ${(error as Error).message}`);
  }
  return warning(`${name} could not be asked: ${code === "Error" ? (error as Error).message : code}`);
}
