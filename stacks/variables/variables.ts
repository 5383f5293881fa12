import type { TerraformStack, TerraformVariable } from "cdktf";
import type { Settings } from "../settings/settings-of";
import { chainVolumeVariables } from "./chain-volume-variables";
import { machineVariables } from "./machine-variables";
import { networkVariables } from "./network-variables";
import { operationVariables } from "./operation-variables";
import { declareVariable, type ValueOfType, type ValuesOf, type Variable } from "./variable";

/** Every Terraform variable of the node stack. They change a number or a string, never which resources exist. */
export function nodeVariables(settings: Settings) {
  return {
    ...networkVariables(settings),
    ...machineVariables(settings),
    ...chainVolumeVariables(settings),
    ...operationVariables(settings),
  };
}

/** Declares variables in a stack, and hands them out under the names that the code has for them. */
export function declareVariables<Name extends string>(
  stack: TerraformStack,
  variables: Readonly<Record<Name, Variable>>,
): Record<Name, TerraformVariable> {
  const declared = Object.entries<Variable>(variables).map(([name, variable]) => [
    name,
    declareVariable(stack, variable),
  ]);
  return Object.fromEntries(declared);
}

const VALUE: { readonly [Type in keyof ValueOfType]: (variable: TerraformVariable) => ValueOfType[Type] } = {
  bool: ({ booleanValue }) => booleanValue,
  "list(string)": ({ listValue }) => listValue,
  "map(string)": ({ value }) => value,
  number: ({ numberValue }) => numberValue,
  string: ({ stringValue }) => stringValue,
};

/** What the constructs get for declared variables. */
export function declaredValues<Variables extends Readonly<Record<string, Variable>>>(
  variables: Variables,
  declared: Record<keyof Variables, TerraformVariable>,
): ValuesOf<Variables> {
  const values = Object.entries(variables).map(([name, { type }]) => [
    name,
    VALUE[type](declared[name] as TerraformVariable),
  ]);
  return Object.fromEntries(values);
}
