import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { Fn, type Op, Token } from "cdktf";
import { Construct } from "constructs";

export interface UsableKmsKeyProps {
  /** Name of the variable that holds the key. */
  readonly variable: string;
  readonly kmsKeyArn: string;
  /** Whether something is to be encrypted with the key. */
  readonly isNeeded: ReturnType<typeof Op.eq>;
}

/**
 * A KMS key, asked for at plan time: with one that is disabled or on its way out, a volume is made and fails, and no instance
 * starts, long after the plan passed.
 */
export class UsableKmsKey extends Construct {
  constructor(scope: Construct, id: string, { isNeeded, kmsKeyArn, variable }: UsableKmsKeyProps) {
    super(scope, id);
    const key = new DataAwsKmsKey(this, "key", {
      count: Token.asNumber(Fn.conditional(isNeeded, 1, 0)),
      keyId: kmsKeyArn,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.key_state == "Enabled" && self.customer_master_key_spec == "SYMMETRIC_DEFAULT"}`,
            errorMessage: `${variable} must be a symmetric key that is enabled; got \${self.arn}, which is \${self.key_state} and \${self.customer_master_key_spec}.`,
          },
        ],
      },
    });
    // Where there is no such key, the provider's message names nothing but this address.
    key.overrideLogicalId(variable);
  }
}
