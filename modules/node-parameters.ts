import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";

export interface NodeParametersProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** What is published: the last part of the parameter's name, and its value. */
  readonly values: Readonly<Record<string, string>>;
}

/** SSM parameters `/<name>/<key>`, from which other stacks, in any tool, import what they need. */
export class NodeParameters extends Construct {
  constructor(scope: Construct, id: string, props: NodeParametersProps) {
    super(scope, id);
    for (const [key, value] of Object.entries(props.values)) {
      new SsmParameter(this, key, { name: `/${props.name}/${key}`, type: "String", value });
    }
  }
}
