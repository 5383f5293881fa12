import { Op, ref, TerraformResource } from "cdktf";
import { Construct } from "constructs";

export interface ZoneRecordProps {
  /** In words, which zone the nodes have. */
  readonly zone: string;
  /** Whether a plan that gives them another one is refused. */
  readonly isKept: boolean;
}

/**
 * Keeps in the state which zone the nodes have: where Terraform itself refuses to destroy one, it does not say what was to
 * take its place, and one that leaves the configuration it does not protect at all.
 */
export class ZoneRecord extends Construct {
  readonly record: TerraformResource;

  constructor(scope: Construct, id: string, { zone, isKept }: ZoneRecordProps) {
    super(scope, id);
    const recorded = ref("self.output");
    // Not cdktf's DataResource: its synth runs `terraform version`, and fails where there is none.
    this.record = new TerraformResource(this, "record", {
      terraformResourceType: "terraform_data",
      ...(isKept
        ? {
            lifecycle: {
              // Else the record would follow, and agree with whatever comes.
              ignoreChanges: ["input"],
              postcondition: [
                {
                  condition: Op.eq(recorded, zone),
                  errorMessage: `dns_name, dnsZone (ETHNODE_DNS_ZONE) and zoneId (ETHNODE_ZONE_ID) must keep the nodes in ${recorded}; got ${zone}. Was a variable file left out? The delegation of a public zone is lost with it: where that is wanted, set ETHNODE_PROTECT_ZONE=false.`,
                },
              ],
            },
          }
        : {}),
    });
    this.record.addOverride("input", zone);
  }
}
