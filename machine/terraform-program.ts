import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../process/user-error";
import { MINIMUM_TERRAFORM } from "../stacks/minimum-terraform";
import { isNamedTofu } from "../stacks/provider-lock";
import { buildGoProgram, type GoProgram } from "./go-program";
import type { StateDir } from "./state-dir";
import { isAtLeast } from "./version";

const TIMEOUT_MILLISECONDS = 20_000;
const MODULE = "github.com/opentofu/opentofu";

/** OpenTofu as it can be built: its version, and the sum of its module. */
export interface OpenTofuModule {
  readonly version: string;
  readonly sum: string;
}
/** The one that stands in where a machine has neither program. */
export const OPENTOFU: OpenTofuModule = {
  version: "1.10.6",
  sum: "h1:J57O7HrW7gakftSLFQr+/p7fniZjZ3FQLFyzv4XsSmQ=",
};

/** Terraform, or OpenTofu, which does the same here. */
export interface TerraformProgram {
  readonly command: string;
  readonly name: "Terraform" | "OpenTofu";
  readonly version: string;
}

/** What this machine has: terraform or else tofu of the PATH, or what the lab built before. */
export function terraformAtHand(state: StateDir): TerraformProgram | undefined {
  for (const command of ["terraform", "tofu", builtCommand(state)]) {
    const program = askVersion(command);
    if (program !== undefined && isAtLeast(program.version, MINIMUM_TERRAFORM)) {
      return program;
    }
  }
  return undefined;
}

/**
 * The program that TERRAFORM_BINARY_NAME names, or what this machine has.
 *
 * @throws UserError where it is missing or too old, called as the other is, or told by a path that means another file elsewhere
 */
export function chosenTerraform(state: StateDir, environment = process.env): TerraformProgram {
  const name = environment.TERRAFORM_BINARY_NAME;
  if (name?.includes("/") && !path.isAbsolute(name)) {
    throw new UserError(
      `TERRAFORM_BINARY_NAME must be a program of the PATH or begin with /, as it is run in several folders; got ${name}`,
    );
  }
  const program = name ? askVersion(name) : terraformAtHand(state);
  if (program === undefined || !isAtLeast(program.version, MINIMUM_TERRAFORM)) {
    const got = program === undefined ? (name ?? "neither") : `${program.name} ${program.version}`;
    throw new UserError(`terraform or tofu >= ${MINIMUM_TERRAFORM} must be on the PATH; got ${got}`);
  }
  if (isNamedTofu(program.command) !== (program.name === "OpenTofu")) {
    throw new UserError(
      `TERRAFORM_BINARY_NAME must name OpenTofu by a file that begins with tofu, and Terraform by another, as the lock file of the providers goes by that name; got ${program.command}, which is ${program.name} ${program.version}`,
    );
  }
  return program;
}

/** What this machine has; where it has nothing, OpenTofu is built from its Go module, once. */
export async function ensureTerraform(state: StateDir): Promise<TerraformProgram> {
  const atHand = terraformAtHand(state);
  if (atHand !== undefined) {
    return atHand;
  }
  console.log(
    `building OpenTofu ${OPENTOFU.version}, since the PATH has no terraform or tofu >= ${MINIMUM_TERRAFORM}: takes minutes`,
  );
  try {
    await ensureOpenTofu(state, OPENTOFU);
  } catch (error) {
    throw new UserError(
      `neither terraform nor tofu >= ${MINIMUM_TERRAFORM} is on the PATH: install one; OpenTofu could not be built here: ${(error as Error).message}`,
    );
  }
  return terraformAtHand(state) as TerraformProgram;
}

/** Builds this OpenTofu, once. Answers its command. */
export async function ensureOpenTofu(state: StateDir, { sum, version }: OpenTofuModule): Promise<string> {
  const command = builtCommand(state, version);
  if (!existsSync(command)) {
    const program: GoProgram = {
      module: MODULE,
      version: `v${version}`,
      sum,
      package: "./cmd/tofu",
      buildArguments: [`-ldflags=-X ${MODULE}/version.dev=no`],
      compileSeconds: 2700,
    };
    await buildGoProgram(state, program, command, state.log("opentofu"));
  }
  return command;
}

function builtCommand(state: StateDir, version = OPENTOFU.version): string {
  return path.join(state.cache, "bin", `tofu-${version}`);
}

function askVersion(command: string): TerraformProgram | undefined {
  // `-json` would ask for the newest version on the internet.
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const { stdout } = spawnSync(command, ["version"], { encoding: "utf8", timeout: TIMEOUT_MILLISECONDS, env });
  const [, name, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(stdout ?? "") ?? [];
  return name === undefined || version === undefined
    ? undefined
    : { command, name: name as TerraformProgram["name"], version };
}
