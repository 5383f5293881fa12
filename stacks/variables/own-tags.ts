import { Fn, type TerraformVariable, Token } from "cdktf";
import { INITIALISED_TAG, NODE_TAG } from "../../modules/host-contract";
import type { Variable } from "./variable";

/** Tag of everything that Terraform makes; the final snapshot of a volume takes it over. */
export const PROJECT_TAG = "Project";

/** The keys of all tags that the project sets itself, and goes by. */
const OF_PROJECT = [PROJECT_TAG, "Name", NODE_TAG, INITIALISED_TAG];
const TAKEN = JSON.stringify(OF_PROJECT.map((key) => key.toLowerCase()));
/** AWS takes 50 a resource: the rest is for the project's own. */
const MAXIMUM = 40;
/** In a Terraform string. */
const CHARACTERS = "\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-";

/** The variable `tags`: what the user wants on everything. */
export function ownTags(description: string, change: string) {
  return {
    name: "tags",
    type: "map(string)",
    byDefault: {},
    description,
    change,
    rules: [
      { must: `hold ${MAXIMUM} tags at most`, holds: `length(var.tags) <= ${MAXIMUM}` },
      {
        must: "have keys of 1-128 and values of 0-256 letters, digits, spaces and _.:/=+-@, as every AWS service takes them",
        holds: `alltrue([for key, value in var.tags : can(regex("^[${CHARACTERS}]{1,128}$", key)) && can(regex("^[${CHARACTERS}]{0,256}$", value))])`,
      },
      {
        must: `leave keys that begin with aws: to AWS, and ${OF_PROJECT.join(", ")} to the project`,
        holds: `alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:") && !contains(${TAKEN}, lower(key))])`,
      },
      {
        must: "have no keys that differ in upper and lower case only, which IAM takes for one",
        holds: "length(distinct([for key in keys(var.tags) : lower(key)])) == length(var.tags)",
      },
    ],
  } as const satisfies Variable;
}

/** Key and value of the tag by which all that belongs to one deployment is known. */
export function deploymentTag(name: string): readonly [key: string, value: string] {
  return [PROJECT_TAG, name];
}

/** What the provider puts on all that it makes. */
export function defaultTags(name: string, tags: TerraformVariable) {
  return [{ tags: Token.asStringMap(Fn.merge([tags.value, { [PROJECT_TAG]: name }])) }];
}
