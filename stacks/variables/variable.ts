import { type IResolvable, type TerraformStack, TerraformVariable } from "cdktf";
import { kmsKeyPattern, kmsKeyRule } from "../settings/kms-key";

/** A Terraform variable: how it is declared, and what a person reads of it. */
export interface Variable {
  readonly name: string;
  readonly type: "bool" | "list(string)" | "map(string)" | "number" | "string";
  /** @default none: it must be given */
  readonly byDefault?: unknown;
  /** As Terraform shows it. */
  readonly description: string;
  /** What a change of it does to a deployment that is there. */
  readonly change: string;
  /** @default every value of the type will do */
  readonly rules?: readonly VariableRule[];
}

/** What the values of a variable must be; the error names the variable, the rule and the value got. */
export interface VariableRule {
  /** In words, after "must". */
  readonly must: string;
  /** A Terraform expression, without `${}`. */
  readonly holds: string;
  /** A Terraform expression of what the error shows as a proper value. @default nothing */
  readonly suchAs?: string;
}

/** What a construct gets for a variable of each type. */
export interface ValueOfType {
  readonly bool: IResolvable;
  readonly "list(string)": string[];
  readonly "map(string)": IResolvable;
  readonly number: number;
  readonly string: string;
}

/** What the constructs get for variables, by the names that the code has for them. */
export type ValuesOf<Variables extends Readonly<Record<string, Variable>>> = {
  readonly [Name in keyof Variables]: ValueOfType[Variables[Name]["type"]];
};

export function declareVariable(stack: TerraformStack, variable: Variable): TerraformVariable {
  const { byDefault, description, name, rules = [], type } = variable;
  return new TerraformVariable(stack, name, {
    type,
    ...(byDefault === undefined ? {} : { default: byDefault }),
    description,
    nullable: false,
    ...(rules.length === 0 ? {} : { validation: rules.map((rule) => validation(name, rule)) }),
  });
}

function validation(name: string, { holds, must, suchAs }: VariableRule) {
  const example = suchAs === undefined ? "" : `, such as \${${suchAs}}`;
  return {
    condition: `\${${holds}}`,
    errorMessage: `${name} must ${must}${example}; got \${jsonencode(var.${name})}.`,
  };
}

/** Whether a condition on `item` holds for every one of a list. */
export function all(variable: string, condition: string): string {
  return `alltrue([for item in var.${variable} : ${condition}])`;
}

/** Of a variable that names a KMS key, or none. */
export function keyOrNone(variable: string, region: string): VariableRule {
  return {
    must: `be empty or ${kmsKeyRule(region)}`,
    holds: `var.${variable} == "" || can(regex("${kmsKeyPattern(region)}", var.${variable}))`,
  };
}
