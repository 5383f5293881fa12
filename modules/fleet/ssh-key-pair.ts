import { DataAwsKeyPair } from "@cdktf/provider-aws/lib/data-aws-key-pair";
import { Fn, type IResolvable, Op, Token } from "cdktf";
import { Construct } from "constructs";

export interface SshKeyPairProps {
  /** EC2 key pair; empty for none. */
  readonly keyName: string;
  /** Whether there is something to launch: else the key pair may be gone. */
  readonly running: IResolvable;
}

/** The key pair, asked for at plan time: a launch with one that does not exist fails long after the disk was made. */
export class SshKeyPair extends Construct {
  constructor(scope: Construct, id: string, props: SshKeyPairProps) {
    super(scope, id);
    const pair = new DataAwsKeyPair(this, "pair", {
      count: Token.asNumber(Fn.conditional(Op.and(Op.neq("", props.keyName), props.running), 1, 0)),
      keyName: props.keyName,
    });
    // Where there is no such key pair, the provider's message names nothing but this address.
    pair.overrideLogicalId("key_name");
  }
}
