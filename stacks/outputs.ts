import { TerraformOutput, type TerraformStack } from "cdktf";

/** Declares outputs by name, each with its value and what it is for. */
export function declareOutputs(
  stack: TerraformStack,
  outputs: Readonly<Record<string, readonly [value: unknown, description: string]>>,
): void {
  for (const [name, [value, description]] of Object.entries(outputs)) {
    new TerraformOutput(stack, name, { value, description });
  }
}
