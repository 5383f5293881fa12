import { DataAwsEc2InstanceType } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type";
import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { type Postcondition, TerraformIterator, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { dataReference, localReference } from "../aws/expressions";
import type { Architecture } from "../clients/client-profile";
import type { RegionZones } from "./region-zones";

export interface MachineTypeProps {
  readonly instanceType: string;
  readonly architecture: Architecture;
  readonly region: string;
  readonly zones: RegionZones;
}

/** What EC2 says of the instance type at plan time. A type that cannot be a host is refused before anything is made. */
export class MachineType extends Construct {
  readonly facts: DataAwsEc2InstanceType;
  private readonly instanceType: string;
  private readonly zones: RegionZones;
  /** Zones that have the type. */
  private readonly offers: TerraformLocal;

  constructor(scope: Construct, id: string, props: MachineTypeProps) {
    super(scope, id);
    const { architecture, instanceType, region } = props;
    this.instanceType = instanceType;
    this.zones = props.zones;
    const each = TerraformIterator.fromList(props.zones.names);
    const offerings = new DataAwsEc2InstanceTypeOfferings(this, "offerings", {
      forEach: each,
      locationType: "availability-zone",
      filter: [
        { name: "instance-type", values: [instanceType] },
        { name: "location", values: [each.value] },
      ],
    });
    this.offers = new TerraformLocal(
      this,
      "offers",
      `\${[for zone, answer in ${dataReference(offerings)} : zone if length(answer.instance_types) > 0]}`,
    );
    const got = `got "${instanceType}"`;
    const architectures = "self.supported_architectures";
    this.facts = new DataAwsEc2InstanceType(this, "type", {
      instanceType,
      lifecycle: {
        // Before the question: EC2's own refusal names no variable.
        precondition: [
          {
            condition: `\${length(${localReference(this.offers)}) > 0}`,
            errorMessage: `instance_type must be a type that EC2 offers in ${region}; ${got}.`,
          },
        ],
        postcondition: [
          {
            condition: `\${contains(${architectures}, "${architecture}")}`,
            errorMessage: `instance_type must be of the setting architecture, ${architecture}; ${got}, which is \${join(" and ", ${architectures})}.`,
          },
          {
            condition: `\${self.hypervisor == "nitro" || self.bare_metal}`,
            errorMessage: `instance_type must be a Nitro type, as others do not show the chain volume by its id; ${got}.`,
          },
        ],
      },
    });
  }

  /** Refuses a subnet in a zone that does not have the type: the disk would come to be where no host can. */
  isOfferedTo(nodeName: string): Postcondition {
    const zone = "self.availability_zone";
    const offers = localReference(this.offers);
    return {
      // The zones that a person switched on were not asked for.
      condition: `\${length(${offers}) == 0 || contains(${offers}, ${zone}) || !contains(${this.zones.reference}, ${zone})}`,
      errorMessage:
        `instance_type must be offered in the zone of each node; got "${this.instanceType}", which ${nodeName} in \${${zone}} cannot have. ` +
        `It is offered in \${join(", ", ${offers})}: choose another type, or subnets there with subnet_ids.`,
    };
  }
}
