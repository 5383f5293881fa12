import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Fn, type IResolvable, Op, TerraformSelf, Token } from "cdktf";
import { Construct } from "constructs";
import type { Architecture } from "../clients/client-profile";
import { ROOT_VOLUME } from "../host-contract";

export interface HostAmiProps {
  /** AMI to stay on; empty for what the parameter says. */
  readonly amiId: string;
  /** SSM parameter that holds the id of an AMI. */
  readonly amiParameter: string;
  readonly architecture: Architecture;
  /** Whether there is something to launch: else the AMI may be gone. */
  readonly running: IResolvable;
}

/** The AMI of the hosts, resolved to an id that the plan shows. One that no host can start from is refused at plan time. */
export class HostAmi extends Construct {
  readonly amiId: string;

  constructor(scope: Construct, id: string, props: HostAmiProps) {
    super(scope, id);
    const isGiven = Op.neq("", props.amiId);
    const parameter = new DataAwsSsmParameter(this, "parameter", {
      name: props.amiParameter,
      lifecycle: {
        postcondition: [
          {
            condition: Op.or(
              isGiven,
              Fn.can(Fn.regex("^ami-[0-9a-f]{8,17}$", Fn.nonsensitive(TerraformSelf.getString("value")))),
            ),
            // Never the value: whoever names the wrong parameter may have named a secret.
            errorMessage: `ami_parameter must be an SSM parameter that holds an AMI id alone, as AWS's own that end in /image_id do, and no JSON; got "${props.amiParameter}".`,
          },
        ],
      },
    });
    // The provider marks every parameter sensitive, which would hide the AMI from the reviewer.
    const current = Fn.nonsensitive(parameter.value);
    this.amiId = Token.asString(Fn.conditional(isGiven, props.amiId, current));
    this.requireHostImage(props);
  }

  private requireHostImage({ architecture, running }: HostAmiProps): void {
    const { device, sizeGiB } = ROOT_VOLUME;
    const size =
      "sum(concat([0], [for disk in self.block_device_mappings : tonumber(disk.ebs.volume_size) if disk.device_name == self.root_device_name]))";
    const image = new DataAwsAmi(this, "image", {
      count: Token.asNumber(Fn.conditional(running, 1, 0)),
      filter: [{ name: "image-id", values: [this.amiId] }],
      // A pinned AMI outlives its deprecation.
      includeDeprecated: true,
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.architecture == "${architecture}"}`,
            errorMessage: `ami_id and ami_parameter must lead to an AMI of the setting architecture, ${architecture}; got \${self.id} (\${self.name}), which is \${self.architecture}.`,
          },
          {
            condition: `\${self.root_device_type == "ebs"}`,
            errorMessage: `ami_id and ami_parameter must lead to an AMI whose root device is on EBS; got \${self.id} (\${self.name}), whose root device is \${self.root_device_type}.`,
          },
          {
            // EC2 launches none whose root is larger than it is told; beside one of another name there would be a second disk.
            condition: `\${self.root_device_name == "${device}" && ${size} <= ${sizeGiB}}`,
            errorMessage: `ami_id and ami_parameter must lead to an AMI whose root device is ${device}, of ${sizeGiB} GiB at most; got \${self.id} (\${self.name}), whose root device is \${self.root_device_name}, of \${${size}} GiB.`,
          },
          {
            // What others build from it may have any name.
            condition: `\${self.image_owner_alias != "amazon" || startswith(self.name, "al2023-ami-ecs-")}`,
            errorMessage: `ami_id and ami_parameter must lead, of AWS's own AMIs, to an ECS-optimised Amazon Linux 2023; got \${self.id} (\${self.name}).`,
          },
        ],
      },
    });
    // Where there is no such AMI, the provider's message names nothing but this address.
    image.overrideLogicalId("ami_id");
  }
}
