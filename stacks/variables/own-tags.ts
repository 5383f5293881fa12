import { Fn, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { INITIALISED_TAG, NODE_TAG } from "../../modules/host-contract";
import { rule } from "./variable-rule";

/** Tag of everything that Terraform makes; the final snapshot of a volume takes it over. */
export const PROJECT_TAG = "Project";

/** The keys of all tags that the project sets itself, and goes by. */
const OF_PROJECT = [PROJECT_TAG, "Name", NODE_TAG, INITIALISED_TAG];
/** AWS takes 50 a resource: the rest is for the project's own. */
const MAXIMUM = 40;
/** In a Terraform string. */
const CHARACTERS = "\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-";

/** The variable `tags`: what the user wants on everything. */
export function declareOwnTags(stack: TerraformStack): TerraformVariable {
  const taken = JSON.stringify(OF_PROJECT.map((key) => key.toLowerCase()));
  return new TerraformVariable(stack, "tags", {
    type: "map(string)",
    default: {},
    description:
      "Tags of everything that the stack makes and its groups start. A change replaces the instances and keeps the disks.",
    nullable: false,
    validation: [
      rule("tags", `hold ${MAXIMUM} tags at most`, `length(var.tags) <= ${MAXIMUM}`),
      rule(
        "tags",
        "have keys of 1-128 and values of 0-256 letters, digits, spaces and _.:/=+-@, as every AWS service takes them",
        `alltrue([for key, value in var.tags : can(regex("^[${CHARACTERS}]{1,128}$", key)) && can(regex("^[${CHARACTERS}]{0,256}$", value))])`,
      ),
      rule(
        "tags",
        `leave keys that begin with aws: to AWS, and ${OF_PROJECT.join(", ")} to the project`,
        `alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && !contains(${taken}, lower(key))])`,
      ),
      rule(
        "tags",
        "have no keys that differ in upper and lower case only, which IAM takes for one",
        "length(distinct([for key in keys(var.tags) : lower(key)])) == length(var.tags)",
      ),
    ],
  });
}

/** What the provider puts on all that it makes. */
export function defaultTags(name: string, ownTags: TerraformVariable) {
  return [{ tags: Token.asStringMap(Fn.merge([ownTags.value, { [PROJECT_TAG]: name }])) }];
}
