import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";

export interface HostAmiProps {
  /** AMI to stay on; empty for what the parameter says. */
  readonly amiId: string;
  /** SSM parameter that holds the id of an AMI. */
  readonly amiParameter: string;
}

/** The AMI of the hosts, resolved to an id that the plan shows. */
export class HostAmi extends Construct {
  readonly amiId: string;

  constructor(scope: Construct, id: string, props: HostAmiProps) {
    super(scope, id);
    const parameter = new DataAwsSsmParameter(this, "parameter", { name: props.amiParameter });
    // The provider marks every parameter sensitive, which would hide the AMI from the reviewer.
    const current = Fn.nonsensitive(parameter.value);
    this.amiId = Token.asString(Fn.conditional(Op.neq("", props.amiId), props.amiId, current));
  }
}
