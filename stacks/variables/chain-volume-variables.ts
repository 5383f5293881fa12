import type { Settings } from "../settings/settings-of";
import { keyOrNone, type Variable } from "./variable";

interface VolumeType {
  readonly maximumSizeGiB: number;
  readonly minimumIops?: number;
  readonly maximumIops?: number;
  readonly maximumIopsPerGiB?: number;
}

/** Limits of the EBS volume types that can hold a chain, from the EBS User Guide, "Amazon EBS volume types". */
const VOLUME_TYPES: Readonly<Record<string, VolumeType>> = {
  gp3: { maximumSizeGiB: 65_536, minimumIops: 3_000, maximumIops: 80_000, maximumIopsPerGiB: 500 },
  gp2: { maximumSizeGiB: 16_384 },
  io1: { maximumSizeGiB: 16_384, minimumIops: 100, maximumIops: 64_000, maximumIopsPerGiB: 50 },
  io2: { maximumSizeGiB: 65_536, minimumIops: 100, maximumIops: 256_000, maximumIopsPerGiB: 1_000 },
};
/** What gp3 allows whatever the size. */
const GP3_FREE_IOPS = 3_000;

const types = Object.entries(VOLUME_TYPES);
const provisioned = types.filter(([, limits]) => limits.minimumIops !== undefined);

/** The chain disk. The rules are what AWS would refuse only in the middle of an apply. */
export function chainVolumeVariables({ nodeProfile: { sizing }, region }: Settings) {
  const { minimumVolumeSizeGiB, volumeIops, volumeSizeGiB, volumeThroughputMiBps } = sizing;
  return {
    chainVolumeSizeGiB: {
      name: "chain_volume_size_gib",
      type: "number",
      byDefault: volumeSizeGiB,
      description: "Size of each chain volume in GiB. It can grow while the node runs and never shrink.",
      change:
        "Grows the disk and its file system while the client runs; less than a disk has is refused. It follows the client unless you set it: do so before you change the client.",
      rules: [
        {
          must: `be a whole number from ${minimumVolumeSizeGiB}, what the chain needs, to the maximum of its type: ${listed(types, "maximumSizeGiB")}`,
          holds: [
            "floor(var.chain_volume_size_gib) == var.chain_volume_size_gib",
            `var.chain_volume_size_gib >= ${minimumVolumeSizeGiB}`,
            "var.chain_volume_size_gib <= 65536",
            ...types.map(([type, { maximumSizeGiB }]) =>
              unlessType(type, `var.chain_volume_size_gib <= ${maximumSizeGiB}`),
            ),
          ].join(" && "),
        },
      ],
    },
    chainVolumeType: {
      name: "chain_volume_type",
      type: "string",
      byDefault: "gp3",
      description: "EBS type of each chain volume: gp3, gp2, io1 or io2.",
      change: "While the client runs. EBS takes the next change of a disk only once it has completed this one.",
      rules: [
        {
          must: `be one of ${types.map(([type]) => type).join(", ")}`,
          holds: `contains(${JSON.stringify(types.map(([type]) => type))}, var.chain_volume_type)`,
        },
      ],
    },
    chainVolumeIops: {
      name: "chain_volume_iops",
      type: "number",
      byDefault: 0,
      description: `Provisioned IOPS of each chain volume; 0: ${volumeIops} on gp3, what the client needs. io1 and io2 need a number, gp2 takes none.`,
      change: "While the client runs. More than the instance type sustains is a warning of the plan.",
      rules: [
        {
          must: `be 0 or a whole number that the type takes: ${provisioned.map(([type, { minimumIops, maximumIops }]) => `${type} ${minimumIops}-${maximumIops}`).join(", ")}, gp2 none; io1 and io2 need one`,
          holds: [
            "floor(var.chain_volume_iops) == var.chain_volume_iops",
            ...types.map(([type, limits]) => unlessType(type, takesIops(type, limits))),
          ].join(" && "),
        },
        {
          must: `be at most so many per GiB of chain_volume_size_gib: ${listed(provisioned, "maximumIopsPerGiB")} (gp3 always allows ${GP3_FREE_IOPS})`,
          holds: provisioned
            .map(([type, { maximumIopsPerGiB }]) =>
              unlessType(
                type,
                `var.chain_volume_iops <= max(${type === "gp3" ? GP3_FREE_IOPS : 0}, ${maximumIopsPerGiB} * var.chain_volume_size_gib)`,
              ),
            )
            .join(" && "),
        },
      ],
    },
    chainVolumeThroughput: {
      name: "chain_volume_throughput",
      type: "number",
      byDefault: 0,
      description: `Provisioned throughput of each gp3 chain volume in MiB/s; 0: ${volumeThroughputMiBps}, what the client needs. Other types take none.`,
      change:
        "While the client runs. More than the instance type sustains is a warning of the plan. The AWS provider that the stack pins takes all that the rule allows; one from before October 2025 (3.39 and 5.100 were tried) refuses more than 1000 at plan.",
      rules: [
        {
          must: "be 0, or a whole number of 125-2000 for a gp3 volume",
          holds: given(
            "chain_volume_throughput",
            '(var.chain_volume_type == "gp3" && floor(var.chain_volume_throughput) == var.chain_volume_throughput && var.chain_volume_throughput >= 125 && var.chain_volume_throughput <= 2000)',
          ),
        },
        {
          must: `be at most a quarter of chain_volume_iops; 0 stands for ${volumeThroughputMiBps} MiB/s and ${volumeIops} IOPS`,
          holds: unlessType(
            "gp3",
            `${givenOr("chain_volume_throughput", volumeThroughputMiBps)} * 4 <= ${givenOr("chain_volume_iops", volumeIops)}`,
          ),
        },
      ],
    },
    chainSnapshotId: {
      name: "chain_snapshot_id",
      type: "string",
      byDefault: "",
      description:
        "EBS snapshot that new chain volumes start from; empty: a blank disk. Existing volumes do not change.",
      change:
        "Nothing but what new nodes begin with. The plan asks EC2 whether a volume can be made from it, where one is to be made.",
      rules: [
        {
          must: "be empty or a snapshot id (snap-…)",
          holds: 'can(regex("^(snap-[0-9a-f]{8,17})?$", var.chain_snapshot_id))',
        },
      ],
    },
    chainVolumeInitializationRate: {
      name: "chain_volume_initialization_rate",
      type: "number",
      byDefault: 0,
      description:
        "Rate in MiB/s, 100 to 300 and billed, at which AWS loads chain_snapshot_id into a new volume; 0: blocks load at first touch.",
      change: "Nothing but how new volumes are made.",
      rules: [
        {
          must: "be 0, or a whole number of 100-300 together with chain_snapshot_id",
          holds: given(
            "chain_volume_initialization_rate",
            '(floor(var.chain_volume_initialization_rate) == var.chain_volume_initialization_rate && var.chain_volume_initialization_rate >= 100 && var.chain_volume_initialization_rate <= 300 && var.chain_snapshot_id != "")',
          ),
        },
      ],
    },
    chainVolumeKmsKeyArn: {
      name: "chain_volume_kms_key_arn",
      type: "string",
      byDefault: "",
      description:
        "KMS key that encrypts new chain volumes; empty: the snapshot's key, and without one the account's default for EBS. Existing volumes do not change.",
      change: "Nothing but how new volumes are made ([a key of your own](runbooks/customer-managed-key.md)).",
      rules: [keyOrNone("chain_volume_kms_key_arn", region)],
    },
  } as const satisfies Record<string, Variable>;
}

function unlessType(type: string, condition: string): string {
  return `(var.chain_volume_type != "${type}" || ${condition})`;
}

function takesIops(type: string, { maximumIops, minimumIops }: VolumeType): string {
  if (minimumIops === undefined) {
    return "var.chain_volume_iops == 0";
  }
  const none = type === "gp3" ? "var.chain_volume_iops == 0 || " : "";
  return `(${none}(var.chain_volume_iops >= ${minimumIops} && var.chain_volume_iops <= ${maximumIops}))`;
}

function givenOr(variable: string, byDefault: number): string {
  return `(var.${variable} == 0 ? ${byDefault} : var.${variable})`;
}

function given(variable: string, condition: string): string {
  return `var.${variable} == 0 || ${condition}`;
}

function listed(types: [string, VolumeType][], limit: keyof VolumeType): string {
  return types.map(([type, limits]) => `${type} ${limits[limit]}`).join(", ");
}
