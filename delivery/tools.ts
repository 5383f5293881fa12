import { StateDir } from "../machine/state-dir";
import { chosenTerraform, type TerraformProgram } from "../machine/terraform-program";

/** What a plan was made with, and is to be applied with. */
export interface Tools {
  readonly engine: string;
  readonly node: string;
  readonly platform: string;
}

export interface ToolsAtHand {
  readonly tools: Tools;
  readonly program: TerraformProgram;
}

/** @throws UserError where there is no Terraform */
export function toolsAtHand(): ToolsAtHand {
  const program = chosenTerraform(StateDir.fromEnvironment());
  const engine = `${program.name} ${program.version}`;
  return { program, tools: { engine, node: process.version, platform: `${process.platform} ${process.arch}` } };
}
