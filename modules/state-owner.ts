import { Fn, Op, ref, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "./aws/aws-account";

export interface StateOwnerProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
}

/**
 * Keeps in the state whose it is: a plan with another name, region or account would remove all that the state holds and make
 * it anew under the other, so it is refused. Terraform does not ask before a destroy, nor with -target.
 */
export class StateOwner extends Construct {
  constructor(scope: Construct, id: string, props: StateOwnerProps) {
    super(scope, id);
    const { accountId: account, region } = props.account;
    const owner = { name: props.name, region, account };
    const [expected, recorded] = [Fn.jsonencode(owner), Fn.jsonencode(ref("self.output"))];
    // Not cdktf's DataResource: its synth runs `terraform version`, and fails where there is none.
    const record = new TerraformResource(this, "record", {
      terraformResourceType: "terraform_data",
      lifecycle: {
        // Else the record would follow, and agree with whatever comes.
        ignoreChanges: ["input"],
        postcondition: [
          {
            condition: Op.eq(recorded, expected),
            errorMessage: `The state must be that of ${expected}; got that of ${recorded}. Another deployment needs a state of its own: another checkout, or ETHNODE_STATE_BUCKET and \`init -reconfigure\`, never \`-migrate-state\`.`,
          },
        ],
      },
    });
    record.addOverride("input", owner);
  }
}
