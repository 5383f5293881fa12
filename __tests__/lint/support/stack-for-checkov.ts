import type { PolicyStatement } from "../../../modules/aws/iam-policy";
import { containerDefinitions } from "../../support/container-definitions";
import type { ReviewedStack } from "../../support/reviewed-stacks";

type Block = Record<string, unknown>;
type Blocks = Record<string, Record<string, Block>>;

const POLICIES = ["policy", "assume_role_policy"];
const VARIABLE = /^\$\{var\.(\w+)\}$/;

/**
 * A copy of a stack that says the same in the words that checkov 3.3 reads. Of the original it reads nothing, as it takes
 * `terraform.required_version` for a block and fails; and what is JSON in a string, or a variable, it passes unread.
 */
export function stackForCheckov({ stack, variables }: ReviewedStack): unknown {
  const { required_version: _, ...terraform } = stack.terraform;
  const copy = JSON.parse(JSON.stringify({ ...stack, terraform }), (_key, value) => {
    const name = VARIABLE.exec(value)?.[1];
    const held = name === undefined ? undefined : (variables[name] ?? stack.variable[name]?.default);
    // An empty list is for checkov the same as all addresses.
    return held === undefined || (Array.isArray(held) && held.length === 0) ? value : held;
  }) as { resource: Blocks; data: Blocks };
  for (const [name, block] of Object.values(copy.resource).flatMap((byName) => Object.entries(byName))) {
    // On blocks that a variable makes its graph fails, and with it every check that follows references.
    delete block.dynamic;
    for (const key of POLICIES.filter((key) => String(block[key]).includes('"Statement"'))) {
      copy.data.aws_iam_policy_document ??= {};
      copy.data.aws_iam_policy_document[`${name}__${key}`] = {
        "//": block["//"],
        statement: JSON.parse(String(block[key])).Statement.map(documentStatement),
      };
    }
  }
  for (const task of Object.values(copy.resource.aws_ecs_task_definition ?? {})) {
    task.container_definitions = containerDefinitions(stack);
  }
  return copy;
}

/** The resource that a policy document of the copy belongs to, or what has this name itself. */
export function ownerOf(name: string): string {
  return name.replace(/__(policy|assume_role_policy)$/, "");
}

/** A statement as the provider's data source for policies takes it. */
function documentStatement({ Sid, Effect, Action, Resource, Principal, Condition }: PolicyStatement): Block {
  const principals = Principal === "*" ? { "*": "*" } : ((Principal ?? {}) as Record<string, string>);
  const conditions = Object.entries(Condition ?? {}).flatMap(([test, values]) =>
    Object.entries(values).map(([variable, value]) => ({ test, variable, values: [value].flat() })),
  );
  return {
    sid: Sid,
    effect: Effect,
    actions: Action,
    ...(Resource === undefined ? {} : { resources: Resource }),
    // checkov stumbles over an empty list of either.
    ...(Object.keys(principals).length === 0
      ? {}
      : { principals: Object.entries(principals).map(([type, who]) => ({ type, identifiers: [who].flat() })) }),
    ...(conditions.length === 0 ? {} : { condition: conditions }),
  };
}
