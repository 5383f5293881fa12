import type { Settings } from "../settings/settings-of";
import { BUCKET_NAME_RULE } from "../settings/settings-table";
import { ownTags } from "./own-tags";
import type { Variable } from "./variable";

/** Every Terraform variable of the stack with the state's bucket. */
export function stateVariables({ stateBucket }: Settings) {
  return {
    bucketName: {
      name: "bucket_name",
      type: "string",
      byDefault: stateBucket ?? "",
      description: "Name of the bucket; empty: <name>-state-<account id>.",
      change: "Refused: another name is another bucket, and this one stays.",
      rules: [
        {
          must: `be empty or ${BUCKET_NAME_RULE}`,
          // As the pattern of the setting, which Terraform's expressions cannot have: they look neither ahead nor back.
          holds:
            'var.bucket_name == "" || (can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name)) && !can(regex("[.][.]|[.]-|-[.]|^[0-9]+([.][0-9]+){3}$|^(xn--|sthree-|amzn-s3-demo-)|(--ol-s3|-s3alias|--x-s3|--table-s3)$", var.bucket_name)))',
        },
      ],
    },
    tags: ownTags("Tags of everything that the stack makes.", "In place."),
  } as const satisfies Record<string, Variable>;
}
