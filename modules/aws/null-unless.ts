import { Fn, type Op, Token } from "cdktf";

/** A Terraform value that is left out unless the condition holds. */
export function nullUnless(condition: ReturnType<typeof Op.eq>, value: string | number): string {
  return Token.asString(Fn.conditional(condition, value, null));
}
