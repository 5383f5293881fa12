import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../process/command";

const DOWNLOAD_SECONDS = 900;
/** Where the stacks are applied: what a committed lock file holds sums for. */
export const LOCKED_PLATFORMS: readonly string[] = ["linux_amd64", "linux_arm64"];

/** A provider as a stack requires it. */
export interface RequiredProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string;
}

/** What to lock, and with what. */
export interface LockOptions {
  /** Terraform or OpenTofu. */
  readonly command: string;
  /** To work in; exists. */
  readonly folder: string;
  readonly providers: readonly RequiredProvider[];
  /** Such as linux_arm64. */
  readonly platforms: readonly string[];
  /** Filesystem mirror to take the providers from. @default their registry, which signs the sums of all platforms */
  readonly mirror?: string;
  /** @default shown */
  readonly logFile?: string;
}

/** Writes a lock file with the sums of these providers for these platforms, whatever it held before. */
export async function lockProviders(file: string, options: LockOptions): Promise<void> {
  const { command, folder, logFile, mirror, platforms, providers } = options;
  const required = Object.fromEntries(providers.map(({ name, ...provider }) => [name, provider]));
  writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
  const lock = path.join(folder, ".terraform.lock.hcl");
  rmSync(lock, { force: true });
  const from = mirror === undefined ? [] : [`-fs-mirror=${mirror}`];
  const args = ["providers", "lock", "-no-color", ...from, ...platforms.map((platform) => `-platform=${platform}`)];
  await runCommand(command, args, {
    cwd: folder,
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    timeoutSeconds: DOWNLOAD_SECONDS,
    ...(logFile === undefined ? { show: true } : { logFile }),
  });
  copyFileSync(lock, file);
}
