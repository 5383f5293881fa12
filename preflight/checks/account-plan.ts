import { DescribeInstanceTypesCommand } from "@aws-sdk/client-ec2";
import type { Aws } from "../aws";
import { type Finding, ok, refused } from "../finding";
import type { PlanOfDeploy } from "../plan-of-deploy";

/** The free plan, with which accounts begin, launches only what the free tier holds. */
export async function accountPlan(aws: Aws, { variables }: PlanOfDeploy): Promise<Finding> {
  const { accountPlanStatus, accountPlanType } = await aws.accountPlan();
  if (accountPlanStatus === "EXPIRED") {
    return refused("account plan must run; got EXPIRED: the account is closed until it is upgraded to the paid plan");
  }
  if (accountPlanType !== "FREE") {
    return ok(`account plan: ${accountPlanType}`);
  }
  const { InstanceTypes = [] } = await aws.ec2.send(
    new DescribeInstanceTypesCommand({ Filters: [{ Name: "free-tier-eligible", Values: ["true"] }] }),
  );
  const launched = InstanceTypes.map(({ InstanceType }) => String(InstanceType)).sort();
  return launched.includes(variables.instance_type)
    ? ok(`account plan: FREE, which launches ${variables.instance_type}`)
    : refused(
        `account plan must be PAID for instance_type "${variables.instance_type}"; got FREE, which launches ${launched.join(", ")} only: upgrade it in the Billing console`,
      );
}
