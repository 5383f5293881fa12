import { type Block, placeholdersOf } from "./runbook";

/** What an operator does between the blocks of a runbook, because its text says so. */
export interface Scene {
  /** Part of the block that this comes in front of. */
  readonly before: string;
  /** Shell commands of the operator's. */
  readonly does?: string;
  /** Placeholders of that block and the ones after it, and what is filled in. */
  readonly fillsIn?: Readonly<Record<string, string>>;
}

/** How one runbook is rehearsed. */
export interface Rehearsal {
  readonly runbook: string;
  readonly scenes?: readonly Scene[];
}

/** Shell of the operator's own, and a stop at the first command that fails. */
const HEAD = `set -eE
trap 'echo "rehearsal: status $? of: $BASH_COMMAND" >&2' ERR
set_value() { sed -i "/^$1 *=/d" production.tfvars; echo "$1 = $2" >>production.tfvars; }
deploy() { npm run synth && tf init && tf apply -auto-approve -var-file="$VARS"; }
`;

/** Printed in front of each block, so that the output tells how far it came. */
export const sign = ({ line }: Block) => `== block at line ${line}`;

/**
 * The script that runs the blocks in their order, after the definitions that all runbooks begin with.
 *
 * @throws Error for a placeholder that nothing fills in, and for a scene whose block is not there
 */
export function scriptOf({ runbook, scenes = [] }: Rehearsal, conventions: string, blocks: readonly Block[]): string {
  const parts = [HEAD, conventions];
  const toCome = [...scenes];
  let fillings: Readonly<Record<string, string>> = {};
  for (const block of blocks) {
    while (toCome[0] !== undefined && block.code.includes(toCome[0].before)) {
      const { does, fillsIn } = toCome.shift() as Scene;
      fillings = { ...fillings, ...fillsIn };
      if (does !== undefined) {
        parts.push(`echo '== operator, for line ${block.line}'`, does);
      }
    }
    let { code } = block;
    for (const [placeholder, value] of Object.entries(fillings)) {
      code = code.replaceAll(placeholder, value);
    }
    const left = placeholdersOf(code);
    if (left.length > 0) {
      throw new Error(`${runbook}:${block.line}: nothing fills in ${left.join(", ")}`);
    }
    // On a line of its own: not every command ends its last one.
    parts.push(`echo; echo '${sign(block)}'`, code);
  }
  if (toCome.length > 0) {
    throw new Error(
      `${runbook} must have a block with ${JSON.stringify(toCome[0]?.before)}, for the operator to prepare`,
    );
  }
  return `${parts.join("\n")}\n`;
}
