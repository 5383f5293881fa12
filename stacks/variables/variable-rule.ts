import type { TerraformVariableValidationConfig } from "cdktf";

/**
 * A validation of a Terraform variable whose message names the variable, the rule and the value got.
 *
 * @param variable name of the variable
 * @param must the rule in words, after "must"
 * @param condition a Terraform expression, without `${}`
 */
export function rule(variable: string, must: string, condition: string): TerraformVariableValidationConfig {
  return {
    condition: `\${${condition}}`,
    errorMessage: `${variable} must ${must}; got \${jsonencode(var.${variable})}.`,
  };
}
