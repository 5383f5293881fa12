import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import { dataReference } from "../aws/expressions";

/** The availability zones of the region, without those that a person must switch on. */
export class RegionZones extends Construct {
  /** In an order that does not depend on which zones are healthy today: it says where a live disk is. */
  readonly names: string[];
  /** The names as a part of a written-out expression. */
  readonly reference: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    acceptFindings(zones, "2026-11-26", {
      CKV_AWS_394:
        "a new zone comes last in their order: no node moves unless they outnumber the zones, and Terraform protects the disk",
    });
    this.reference = `${dataReference(zones)}.names`;
    this.names = Fn.sort(zones.names);
  }
}
