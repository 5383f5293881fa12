import { TerraformDataSource, type TerraformResource, TerraformStack } from "cdktf";

/**
 * Says in the synthesized JSON which checks of checkov or parliament a resource fails for a reason, in the shape in which checkov
 * reads it from CloudFormation. In Terraform's JSON all pass over it: `bin/test lint` compares it with what the two find.
 *
 * @param judged day on which somebody last looked at the reasons, YYYY-MM-DD
 * @param reasons by the check's id; of parliament with the action, as in `RESOURCE_MISMATCH ec2:AttachVolume`
 */
export function acceptFindings(
  element: TerraformResource | TerraformDataSource,
  judged: string,
  reasons: Readonly<Record<string, string>>,
): void {
  const kind = element instanceof TerraformDataSource ? "data" : "resource";
  const skip = Object.entries(reasons).map(([id, reason]) => ({ id, comment: `${judged}: ${reason}` }));
  // By the stack: cdktf 0.21 drops what a data source itself has there.
  TerraformStack.of(element).addOverride(
    `${kind}.${element.terraformResourceType}.${element.friendlyUniqueId}.//.checkov.skip`,
    skip,
  );
}
