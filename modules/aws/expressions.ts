import { Fn, type Op, type TerraformDataSource, type TerraformLocal, Token } from "cdktf";

/** A Terraform value that is left out unless the condition holds. */
export function nullUnless(condition: ReturnType<typeof Op.eq>, value: string | number): string {
  return Token.asString(Fn.conditional(condition, value, null));
}

/** The reference to a data source, for expressions that are written out: inside of them a token would be rendered as a template of its own. */
export function dataReference(source: TerraformDataSource): string {
  return `data.${source.terraformResourceType}.${source.friendlyUniqueId}`;
}

/** The same for a local value. */
export function localReference(local: TerraformLocal): string {
  return `local.${local.friendlyUniqueId}`;
}
