import { Fn, Op, type Precondition } from "cdktf";
import type { AwsAccount } from "./aws-account";

/**
 * The rule of a variable knows the region; only a plan knows the account.
 *
 * @param variable name of the variable that holds the key, empty for none
 * @param loss what another account could take away with its key, after "with"
 */
export function kmsKeyOfAccount(variable: string, kmsKeyArn: string, account: AwsAccount, loss: string): Precondition {
  const ofKey = Fn.element(Fn.split(":", kmsKeyArn), 4);
  return {
    condition: Op.or(Op.eq("", kmsKeyArn), Op.eq(ofKey, account.accountId)),
    errorMessage: `${variable} must be a key of account ${account.accountId}, as the key of another may be taken away with ${loss}; got ${Fn.jsonencode(kmsKeyArn)}.`,
  };
}
