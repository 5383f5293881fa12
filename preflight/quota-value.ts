import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { type Aws, codeOf } from "./aws";

/** The value of a quota: the account's own, else what AWS gives everybody. */
export async function quotaValue(aws: Aws, ServiceCode: string, QuotaCode: string): Promise<number> {
  const input = { ServiceCode, QuotaCode };
  const { Quota } = await aws.quotas.send(new GetServiceQuotaCommand(input)).catch((error: unknown) => {
    if (codeOf(error) !== "NoSuchResourceException") {
      throw error;
    }
    return aws.quotas.send(new GetAWSDefaultServiceQuotaCommand(input));
  });
  if (Quota?.Value === undefined) {
    throw new Error(`quota ${QuotaCode} has no value`);
  }
  return Quota.Value;
}
