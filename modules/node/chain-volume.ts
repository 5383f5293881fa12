import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { Fn, Op, Token } from "cdktf";
import { Construct } from "constructs";
import type { AwsAccount } from "../aws/aws-account";
import { nullUnless } from "../aws/expressions";
import type { PolicyStatement } from "../aws/iam-policy";
import { kmsKeyOfAccount } from "../aws/kms-key-of-account";
import type { RecycleBin } from "../fleet/recycle-bin";
import { INITIALISED_TAG } from "../host-contract";

const MOVE = ["ec2:AttachVolume", "ec2:DetachVolume"];
/** What EC2 does with the key, in the name of who attaches a volume. */
const USE_KEY = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

export interface ChainVolumeProps {
  /** Value of the Name tag. */
  readonly name: string;
  readonly account: AwsAccount;
  readonly availabilityZone: string;
  readonly sizeGiB: number;
  /** EBS volume type: gp2, gp3, io1 or io2. */
  readonly type: string;
  /** Provisioned IOPS; 0 for gp3Iops on gp3, and what the type gives elsewhere. */
  readonly iops: number;
  /** Provisioned throughput in MiB/s, on gp3 only; 0 for gp3ThroughputMiBps. */
  readonly throughputMiBps: number;
  /** IOPS that the client needs of a gp3 volume, at least 3000. */
  readonly gp3Iops: number;
  /** Throughput in MiB/s that the client needs of a gp3 volume, at least 125. */
  readonly gp3ThroughputMiBps: number;
  /** Snapshot that a new volume starts from; empty for a blank disk. */
  readonly snapshotId: string;
  /** Rate at which AWS loads the snapshot into a new volume, 100 to 300 MiB/s; 0 for on first touch. */
  readonly initializationRateMiBps: number;
  /** ARN of the KMS key that encrypts a new volume; empty for the snapshot's key, and without one the account's default. */
  readonly kmsKeyArn: string;
  /** Whether Terraform refuses to destroy the volume. */
  readonly preventDestroy: boolean;
  /** What keeps the volume for a while after its deletion, and so must outlive it. @default nothing does */
  readonly recycleBin?: RecycleBin;
}

/** One node's persistent disk. Neither a new snapshot id, nor another key, nor a new instance replaces it. */
export class ChainVolume extends Construct {
  readonly volumeId: string;
  /** Snapshot that this very volume was made from; empty when it began blank. */
  readonly seedSnapshotId: string;
  /** With those that the provider gives it. */
  readonly allTags: Readonly<Record<string, string>>;
  private readonly account: AwsAccount;
  /** Key that encrypts this very volume. */
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: ChainVolumeProps) {
    super(scope, id);
    const isGp3 = Op.eq(props.type, "gp3");
    const volume = new EbsVolume(this, "volume", {
      availabilityZone: props.availabilityZone,
      size: props.sizeGiB,
      type: props.type,
      iops: Token.asNumber(
        Fn.conditional(Op.lt(0, props.iops), props.iops, Fn.conditional(isGp3, props.gp3Iops, null)),
      ),
      throughput: Token.asNumber(
        Fn.conditional(
          Op.lt(0, props.throughputMiBps),
          props.throughputMiBps,
          Fn.conditional(isGp3, props.gp3ThroughputMiBps, null),
        ),
      ),
      encrypted: true,
      kmsKeyId: nullUnless(Op.neq("", props.kmsKeyArn), props.kmsKeyArn),
      snapshotId: nullUnless(Op.neq("", props.snapshotId), props.snapshotId),
      volumeInitializationRate: Token.asNumber(
        nullUnless(Op.lt(0, props.initializationRateMiBps), props.initializationRateMiBps),
      ),
      finalSnapshot: true,
      tags: { Name: props.name },
      lifecycle: {
        preventDestroy: props.preventDestroy,
        // The first three are read at creation only, and tracking them would plan the destruction of a live disk; the tag is the host's.
        ignoreChanges: ["snapshot_id", "kms_key_id", "volume_initialization_rate", `tags["${INITIALISED_TAG}"]`],
        precondition: [
          kmsKeyOfAccount("chain_volume_kms_key_arn", props.kmsKeyArn, props.account, "all disks under it"),
        ],
      },
      // The final snapshot of a large disk takes hours and counts into the deletion.
      timeouts: { delete: "24h" },
      ...(props.recycleBin === undefined ? {} : { dependsOn: [...props.recycleBin.rules] }),
    });

    this.volumeId = volume.id;
    this.seedSnapshotId = volume.snapshotId;
    this.allTags = volume.tagsAll;
    this.kmsKeyArn = volume.kmsKeyId;
    this.account = props.account;
  }

  /**
   * The rights of one host over this disk: to attach it to itself, whatever key encrypts it, to detach it from itself or
   * from an instance that is gone, and to mark it as initialised.
   *
   * @param instanceTags the tags that the node's instances carry
   */
  takeoverStatements(instanceTags: Readonly<Record<string, string>>): PolicyStatement[] {
    const volumeArn = this.account.arn("ec2", `volume/${this.volumeId}`);
    const throughEc2 = { StringEquals: { "kms:ViaService": this.account.kmsCaller("ec2") } };
    const onThisInstance = Object.entries(instanceTags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
    return [
      // AWS cannot narrow a Describe action.
      { Sid: "FindHolder", Effect: "Allow", Action: ["ec2:DescribeVolumes", "ec2:DescribeInstances"], Resource: ["*"] },
      { Sid: "MoveChainVolume", Effect: "Allow", Action: MOVE, Resource: [volumeArn] },
      {
        Sid: "MoveOnThisNode",
        Effect: "Allow",
        Action: MOVE,
        Resource: [this.account.arn("ec2", "instance/*")],
        Condition: { StringEquals: Object.fromEntries(onThisInstance) },
      },
      {
        Sid: "MarkChainVolume",
        Effect: "Allow",
        Action: ["ec2:CreateTags"],
        Resource: [volumeArn],
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": [INITIALISED_TAG] } },
      },
      // By the volume's own attribute: a customer-managed key may also be the snapshot's or the account's default.
      {
        Sid: "DecryptChainVolume",
        Effect: "Allow",
        Action: USE_KEY,
        Resource: [this.kmsKeyArn],
        Condition: throughEc2,
      },
      {
        Sid: "LendKeyToInstance",
        Effect: "Allow",
        Action: ["kms:CreateGrant"],
        Resource: [this.kmsKeyArn],
        Condition: { ...throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ];
  }
}
