import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Settings } from "./settings/settings";

/** Keeps the stack's state in the bucket of the settings, locked and encrypted, or in a local file where none is set. */
export function useBackend(stack: TerraformStack, stackId: string, settings: Settings): void {
  // use_lockfile came with Terraform 1.10; variable validations across variables with 1.9.
  stack.addOverride("terraform.required_version", ">= 1.10");
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
