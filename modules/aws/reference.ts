import type { TerraformDataSource, TerraformLocal } from "cdktf";

/** The reference to a data source, for expressions that are written out: inside of them a token would be rendered as a template of its own. */
export function dataReference(source: TerraformDataSource): string {
  return `data.${source.terraformResourceType}.${source.friendlyUniqueId}`;
}

/** The same for a local value. */
export function localReference(local: TerraformLocal): string {
  return `local.${local.friendlyUniqueId}`;
}
