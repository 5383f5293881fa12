import type { AwsAnswer } from "./call-aws";
import { only, type TerraformJson } from "./synthesize";

/** The container definitions of the one task, in each of which the number that Terraform works out is its template. */
export function containerDefinitions(stack: TerraformJson): AwsAnswer[] {
  const template = String(only(stack, "aws_ecs_task_definition").container_definitions);
  return JSON.parse(template.replace(/:(\$\{[^}"]*\})(?=[,}])/g, ':"$1"'));
}
