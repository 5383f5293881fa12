import { App } from "cdktf";
import type { PlanOfDeploy, VariableValues } from "../../../preflight/plan-of-deploy";
import { readSettings } from "../../../stacks/settings/settings";

/** What these environment variables and values of variables deploy. */
export function planOfDeploy(
  environment: NodeJS.ProcessEnv = {},
  variables: Partial<VariableValues> = {},
): PlanOfDeploy {
  const settings = readSettings(new App({ outdir: "/nonexistent" }), environment);
  return {
    settings,
    variables: {
      instance_type: "m7i.xlarge",
      chain_volume_size_gib: 1_024,
      chain_volume_type: "gp3",
      chain_volume_kms_key_arn: "",
      key_name: "",
      ...variables,
    },
  };
}
