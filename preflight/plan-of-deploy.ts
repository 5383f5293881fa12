import type { Settings } from "../stacks/settings/settings";

/** What is to be deployed: the settings, and the variables' values. */
export interface PlanOfDeploy {
  readonly settings: Settings;
  readonly variables: VariableValues;
}

/** The values of the variables that the checks need. */
export interface VariableValues {
  readonly instance_type: string;
  readonly chain_volume_size_gib: number;
  readonly chain_volume_type: string;
  readonly chain_volume_kms_key_arn: string;
  readonly key_name: string;
}

/** Names of those variables. */
export const NEEDED_VARIABLES = [
  "instance_type",
  "chain_volume_size_gib",
  "chain_volume_type",
  "chain_volume_kms_key_arn",
  "key_name",
] as const satisfies readonly (keyof VariableValues)[];
