import { EC2Client } from "@aws-sdk/client-ec2";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { STSClient } from "@aws-sdk/client-sts";
import { AwsClient } from "aws4fetch";

const CALL_SECONDS = 10;
/** A check makes several calls, some in pages. */
const CHECK_SECONDS = 60;
/** There is one endpoint of the free tier a partition. */
const FREE_TIER = { region: "us-east-1", url: "https://freetier.us-east-1.api.aws/" };

export interface AccountPlan {
  readonly accountPlanType: string;
  readonly accountPlanStatus: string;
}

type PlanAnswer = AccountPlan & { readonly __type?: string; readonly message?: string; readonly Message?: string };

/** The AWS services that preflight asks. It only reads. */
export class Aws {
  readonly ec2: EC2Client;
  readonly quotas: ServiceQuotasClient;
  readonly sts: STSClient;

  constructor(
    readonly region: string,
    private readonly callSeconds = CALL_SECONDS,
  ) {
    const milliseconds = callSeconds * 1000;
    const options = {
      region,
      maxAttempts: 3,
      requestHandler: {
        requestTimeout: milliseconds,
        throwOnRequestTimeout: true,
        connectionTimeout: milliseconds,
      },
    };
    this.ec2 = new EC2Client(options);
    this.quotas = new ServiceQuotasClient(options);
    this.sts = new STSClient(options);
  }

  /** The plan of the account: FREE or PAID, and whether it still runs. */
  async accountPlan(): Promise<AccountPlan> {
    const credentials = await this.sts.config.credentials();
    const client = new AwsClient({ ...credentials, service: "freetier", region: FREE_TIER.region, retries: 2 });
    const response = await client.fetch(process.env.AWS_ENDPOINT_URL || FREE_TIER.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "AWSFreeTierService.GetAccountPlanState",
      },
      body: "{}",
      signal: AbortSignal.timeout(this.callSeconds * 1000),
    });
    const answer = (await response.json()) as PlanAnswer;
    if (!response.ok) {
      const name = String(answer.__type ?? response.status).replace(/^.*#/, "");
      throw Object.assign(new Error(answer.message ?? answer.Message ?? name), { name });
    }
    return answer;
  }
}

/** The action's answer, or an error once it takes too long. */
export async function inTime<Answer>(action: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error(`no answer within ${CHECK_SECONDS} s`), { name: "TimeoutError" });
    timer = setTimeout(() => reject(error), CHECK_SECONDS * 1000);
  });
  try {
    return await Promise.race([action(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The code of an error of AWS, or of the way there. */
export function codeOf(error: unknown): string {
  const { Code, code, name } = error as { Code?: string; code?: string; name?: string };
  // The names of Node's own errors say nothing.
  return Code ?? (/^(Aggregate)?Error$/.test(name ?? "") ? code : undefined) ?? name ?? String(error);
}
