import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { type Aws, codeOf } from "../aws";
import { type Finding, ok, refused } from "../finding";

/** Whose the credentials are. Without an answer nothing else can be asked. */
export async function credentials(aws: Aws): Promise<Finding> {
  try {
    const { Account, Arn } = await aws.sts.send(new GetCallerIdentityCommand({}));
    if (Arn === undefined) {
      return refused(`credentials must be valid in ${aws.region}; got an answer that is not AWS's: is there a proxy?`);
    }
    return ok(`credentials: ${Arn} of account ${Account}`);
  } catch (error) {
    const code = codeOf(error);
    if (/^E[A-Z_]+$/.test(code)) {
      return refused(
        `credentials must be valid in ${aws.region}; got no answer, ${code}: is that a region of AWS, and is there a network?`,
      );
    }
    return refused(`credentials must be valid in ${aws.region}; AWS says ${code}${remedy(code)}`);
  }
}

function remedy(code: string): string {
  if (/^(Expired|RequestExpired)/.test(code)) {
    return ": they are expired, log in again";
  }
  if (/^(InvalidClientTokenId|UnrecognizedClient)/.test(code)) {
    return ": they are wrong, or the region is not enabled in this account (aws account enable-region)";
  }
  if (code === "CredentialsProviderError") {
    return ": there are none, set AWS_PROFILE or log in";
  }
  return "";
}
