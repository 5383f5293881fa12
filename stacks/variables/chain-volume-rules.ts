import type { NodeSizing } from "../../modules/clients/node-clients";
import { rule } from "./variable-rule";

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

/** Validations of the variables of the chain volume, against what AWS would refuse only in the middle of an apply. */
export function chainVolumeRules({ minimumVolumeSizeGiB, volumeIops, volumeThroughputMiBps }: NodeSizing) {
  const types = Object.entries(VOLUME_TYPES);
  const provisioned = types.filter(([, limits]) => limits.minimumIops !== undefined);
  const unlessType = (type: string, condition: string) => `(var.chain_volume_type != "${type}" || ${condition})`;
  const givenOr = (variable: string, byDefault: number) => `(var.${variable} == 0 ? ${byDefault} : var.${variable})`;
  const given = (variable: string, condition: string) => `var.${variable} == 0 || ${condition}`;

  return {
    size: [
      rule(
        "chain_volume_size_gib",
        `be a whole number from ${minimumVolumeSizeGiB}, what the chain needs, to the maximum of its type: ${listed(types, "maximumSizeGiB")}`,
        [
          "floor(var.chain_volume_size_gib) == var.chain_volume_size_gib",
          `var.chain_volume_size_gib >= ${minimumVolumeSizeGiB}`,
          "var.chain_volume_size_gib <= 65536",
          ...types.map(([type, { maximumSizeGiB }]) =>
            unlessType(type, `var.chain_volume_size_gib <= ${maximumSizeGiB}`),
          ),
        ].join(" && "),
      ),
    ],
    type: [
      rule(
        "chain_volume_type",
        `be one of ${types.map(([type]) => type).join(", ")}`,
        `contains(${JSON.stringify(types.map(([type]) => type))}, var.chain_volume_type)`,
      ),
    ],
    iops: [
      rule(
        "chain_volume_iops",
        `be 0 or a whole number that the type takes: ${provisioned.map(([type, { minimumIops, maximumIops }]) => `${type} ${minimumIops}-${maximumIops}`).join(", ")}, gp2 none; io1 and io2 need one`,
        ["floor(var.chain_volume_iops) == var.chain_volume_iops"]
          .concat(
            types.map(([type, { minimumIops, maximumIops }]) =>
              unlessType(
                type,
                minimumIops === undefined
                  ? "var.chain_volume_iops == 0"
                  : `(${type === "gp3" ? "var.chain_volume_iops == 0 || " : ""}(var.chain_volume_iops >= ${minimumIops} && var.chain_volume_iops <= ${maximumIops}))`,
              ),
            ),
          )
          .join(" && "),
      ),
      rule(
        "chain_volume_iops",
        `be at most so many per GiB of chain_volume_size_gib: ${listed(provisioned, "maximumIopsPerGiB")} (gp3 always allows ${GP3_FREE_IOPS})`,
        provisioned
          .map(([type, { maximumIopsPerGiB }]) =>
            unlessType(
              type,
              `var.chain_volume_iops <= max(${type === "gp3" ? GP3_FREE_IOPS : 0}, ${maximumIopsPerGiB} * var.chain_volume_size_gib)`,
            ),
          )
          .join(" && "),
      ),
    ],
    throughput: [
      rule(
        "chain_volume_throughput",
        "be 0, or a whole number of 125-2000 for a gp3 volume",
        given(
          "chain_volume_throughput",
          '(var.chain_volume_type == "gp3" && floor(var.chain_volume_throughput) == var.chain_volume_throughput && var.chain_volume_throughput >= 125 && var.chain_volume_throughput <= 2000)',
        ),
      ),
      rule(
        "chain_volume_throughput",
        `be at most a quarter of chain_volume_iops; 0 stands for ${volumeThroughputMiBps} MiB/s and ${volumeIops} IOPS`,
        unlessType(
          "gp3",
          `${givenOr("chain_volume_throughput", volumeThroughputMiBps)} * 4 <= ${givenOr("chain_volume_iops", volumeIops)}`,
        ),
      ),
    ],
    initializationRate: [
      rule(
        "chain_volume_initialization_rate",
        "be 0, or a whole number of 100-300 together with chain_snapshot_id",
        given(
          "chain_volume_initialization_rate",
          '(floor(var.chain_volume_initialization_rate) == var.chain_volume_initialization_rate && var.chain_volume_initialization_rate >= 100 && var.chain_volume_initialization_rate <= 300 && var.chain_snapshot_id != "")',
        ),
      ),
    ],
  };
}

function listed(types: [string, VolumeType][], limit: keyof VolumeType): string {
  return types.map(([type, limits]) => `${type} ${limits[limit]}`).join(", ");
}
