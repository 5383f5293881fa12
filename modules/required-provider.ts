import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { Fn, Op, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { EthereumNode } from "./node/ethereum-node";

export interface RequiredProviderProps {
  /** The region that the fleet is made for. */
  readonly region: string;
  /** Key and value of the tag by which all that belongs to the fleet is known. */
  readonly deploymentTag: readonly [key: string, value: string];
  readonly nodes: readonly EthereumNode[];
}

/**
 * Refuses a plan with another AWS provider than the fleet needs, where somebody else makes that one: in another region, or without
 * the default tag by which the chain volumes are known, and without which no plan would see that one is about to go.
 */
export class RequiredProvider extends Construct {
  constructor(scope: Construct, id: string, { deploymentTag, nodes, region }: RequiredProviderProps) {
    super(scope, id);
    const [key, value] = deploymentTag;
    // Not its name, which provider 6 has deprecated.
    const found = new DataAwsRegion(this, "region").id;
    // Not cdktf's DataResource: its synth runs `terraform version`, and fails where there is none.
    new TerraformResource(this, "conditions", {
      terraformResourceType: "terraform_data",
      lifecycle: {
        precondition: [
          {
            condition: Op.eq(region, found),
            errorMessage: `The AWS provider must work in ${region}, as region says; got ${found}.`,
          },
          ...nodes.map(({ chainVolumeTags, nodeName }) => {
            // cdktf 0.21 drops the default of a lookup.
            const got = Fn.try([Fn.lookup(chainVolumeTags, key), ""]);
            return {
              condition: Op.eq(value, got),
              errorMessage: `The AWS provider must have ${key} = "${value}" among its default_tags: by it the chain volume of ${nodeName} is known and kept; got "${got}".`,
            };
          }),
        ],
      },
    });
  }
}
