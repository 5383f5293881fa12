import { RbinRule } from "@cdktf/provider-aws/lib/rbin-rule";
import { Construct } from "constructs";

export interface RecycleBinProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  /** Days for which what was deleted can be restored, 1 to 365. */
  readonly retentionDays: number;
  /** Tag, key and value, of the volumes and snapshots that are kept. */
  readonly tag: readonly [key: string, value: string];
}

/** Keeps the chain volumes, and every snapshot of one, for a while after their deletion, whoever deletes them. */
export class RecycleBin extends Construct {
  readonly rules: readonly RbinRule[];

  constructor(scope: Construct, id: string, props: RecycleBinProps) {
    super(scope, id);
    const [resourceTagKey, resourceTagValue] = props.tag;
    this.rules = (["volume", "snapshot"] as const).map(
      (kind) =>
        new RbinRule(this, kind, {
          description: `Deleted ${kind}s of the Ethereum nodes ${props.name}`,
          resourceType: `EBS_${kind.toUpperCase()}`,
          resourceTags: [{ resourceTagKey, resourceTagValue }],
          retentionPeriod: { retentionPeriodUnit: "DAYS", retentionPeriodValue: props.retentionDays },
        }),
    );
  }
}
