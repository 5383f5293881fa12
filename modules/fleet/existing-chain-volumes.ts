import { DataAwsEbsSnapshot } from "@cdktf/provider-aws/lib/data-aws-ebs-snapshot";
import { DataAwsEbsVolume } from "@cdktf/provider-aws/lib/data-aws-ebs-volume";
import { DataAwsEbsVolumes } from "@cdktf/provider-aws/lib/data-aws-ebs-volumes";
import { Fn, type IResolvable, Op, type Postcondition, ref, TerraformIterator, Token } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "../aws/aws-account";

/** Of a volume that is or will be there; the other states are `deleting`, `deleted` and `error`. */
const PRESENT = ["creating", "available", "in-use"];

export interface ExistingChainVolumesProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
  /** Key and value of the tag that all resources of this deployment have, and of no other. */
  readonly deploymentTag: readonly [key: string, value: string];
  readonly nodeNames: readonly string[];
  /** Nodes that are given up: their volumes may go. */
  readonly retiredNodes: readonly string[];
  readonly sizeGiB: number;
  /** Snapshot that a new volume starts from; empty for a blank disk. */
  readonly snapshotId: string;
  /** ARN of the KMS key that encrypts a new volume; empty for the snapshot's key. */
  readonly kmsKeyArn: string;
}

/**
 * What EC2 knows of the fleet's chain volumes when a plan is made. It refuses the plan that would remove one whose node was
 * not given up, or shrink one; and, where a node has none yet, a snapshot from which no volume can be made.
 */
export class ExistingChainVolumes extends Construct {
  /** Whether a node has none yet, so that the apply makes one. */
  readonly isOneMissing: IResolvable;

  constructor(scope: Construct, id: string, props: ExistingChainVolumesProps) {
    super(scope, id);
    const [tagKey, tagValue] = props.deploymentTag;
    const all = new DataAwsEbsVolumes(this, "all", {
      filter: [
        { name: `tag:${tagKey}`, values: [tagValue] },
        { name: "tag:Name", values: [chainVolumeName(props.name, "*")] },
        { name: "status", values: PRESENT },
      ],
    });
    const ids = TerraformIterator.fromList(all.ids);
    const each = new DataAwsEbsVolume(this, "each", {
      forEach: ids,
      filter: [{ name: "volume-id", values: [ids.value] }],
      lifecycle: { postcondition: [belongsToNode(props), isNotToShrink(props)] },
    });
    const named = `[for volume in data.aws_ebs_volume.${each.friendlyUniqueId} : volume.tags["Name"]]`;
    const missing = Fn.setsubtract(volumeNames(props.name, props.nodeNames), Token.asList(ref(named)));
    this.isOneMissing = Op.lt(0, Fn.lengthOf(missing));
    const snapshot = new DataAwsEbsSnapshot(this, "chain_snapshot_id", {
      snapshotIds: [props.snapshotId],
      lifecycle: { postcondition: canSeed(props) },
    });
    // Of a live node the variable may name a snapshot that is long deleted.
    const seeds = Op.and(Op.neq("", props.snapshotId), this.isOneMissing);
    snapshot.addOverride("count", Fn.conditional(seeds, 1, 0));
  }
}

/** Value of the Name tag of a node's chain volume. */
export function chainVolumeName(name: string, nodeName: string): string {
  return `${name}-${nodeName}-chain`;
}

function volumeNames(name: string, nodeNames: readonly string[]): string[] {
  return nodeNames.map((nodeName) => chainVolumeName(name, nodeName));
}

const VOLUME_NAME = String(ref('self.tags["Name"]'));
const VOLUME = `${ref("self.id")} (${VOLUME_NAME}, ${ref("self.size")} GiB)`;

function belongsToNode({ name, nodeNames, retiredNodes }: ExistingChainVolumesProps): Postcondition {
  return {
    condition: Fn.contains(volumeNames(name, [...nodeNames, ...retiredNodes]), VOLUME_NAME),
    errorMessage:
      `nodeNames (ETHNODE_NODE_NAMES, or ETHNODE_NODE_COUNT) must name the node of every chain volume of ${name}; got ${nodeNames.join(", ")}, and not the node of ${VOLUME}. ` +
      "Put it back; or let the volume go, after a final snapshot, by naming the node in retiredNodes (ETHNODE_RETIRED_NODES); or keep the " +
      "volume without its node, as the runbook add-or-remove-a-node says.",
  };
}

/** EBS refuses it in the middle of an apply. */
function isNotToShrink({ name, retiredNodes, sizeGiB }: ExistingChainVolumesProps): Postcondition {
  const retired = Fn.contains(volumeNames(name, retiredNodes), VOLUME_NAME);
  return {
    condition: Op.or(retired, Op.lte(ref("self.size"), sizeGiB)),
    errorMessage: `chain_volume_size_gib must be at least the size of every volume that is there, as none can shrink; got ${sizeGiB} for ${VOLUME}.`,
  };
}

function canSeed({ account, kmsKeyArn, sizeGiB }: ExistingChainVolumesProps): Postcondition[] {
  const snapshot = "chain_snapshot_id must name a snapshot";
  const keyAccount = Fn.element(Fn.split(":", Token.asString(ref("self.kms_key_id"))), 4);
  return [
    {
      condition: Op.eq("completed", ref("self.state")),
      errorMessage: `${snapshot} that is completed; got \${self.id}, which is \${self.state}. Wait: aws ec2 wait snapshot-completed.`,
    },
    {
      condition: Op.lte(ref("self.volume_size"), sizeGiB),
      errorMessage: `${snapshot} of a volume of at most chain_volume_size_gib, ${sizeGiB} GiB; got \${self.id} of \${self.volume_size} GiB.`,
    },
    {
      // The snapshot's own key would be the new volume's too.
      condition: Fn.conditional(
        Op.and(ref("self.encrypted"), Op.eq("", kmsKeyArn)),
        Op.eq(keyAccount, account.accountId),
        true,
      ),
      errorMessage: `${snapshot} under a key of account ${account.accountId}, or chain_volume_kms_key_arn a key for the new volume; got \${self.id} under \${self.kms_key_id}.`,
    },
  ];
}
