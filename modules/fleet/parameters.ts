import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";

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
      // A plan hides every `value`, and shows this.
      const parameter = new SsmParameter(this, key, {
        name: `/${props.name}/${key}`,
        type: "String",
        insecureValue: value,
      });
      acceptFindings(parameter, "2026-11-26", {
        CKV2_AWS_34: "an id or a name and no secret; other stacks read it without a right on any key",
      });
    }
  }
}
