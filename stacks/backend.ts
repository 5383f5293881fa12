import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import { MINIMUM_TERRAFORM } from "./minimum-terraform";
import type { Settings } from "./settings/settings-of";

/** Keeps the stack's state in the bucket of the settings, locked and encrypted, or in a local file where none is set. */
export function useBackend(stack: TerraformStack, stackId: string, settings: Settings): void {
  stack.addOverride("terraform.required_version", `>= ${MINIMUM_TERRAFORM}`);
  if (settings.stateBucket === undefined) {
    new LocalBackend(stack, { path: `../../../terraform.${stackId}.tfstate` });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: settings.stateBucket,
    key: `${settings.name}/${stackId}.tfstate`,
    region: settings.stateRegion,
    encrypt: true,
    ...(settings.stateKmsKeyArn === undefined ? {} : { kmsKeyId: settings.stateKmsKeyArn }),
    ...(settings.stateRoleArn === undefined ? {} : { assumeRole: { roleArn: settings.stateRoleArn } }),
  });
  // cdktf 0.21 has no property for it.
  backend.addOverride("use_lockfile", true);
}
