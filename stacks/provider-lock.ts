import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SourceError } from "../modules/source-error";

/** Where the user commits what `bin/lock-providers` wrote, a file a program. */
export const LOCKS_FOLDER = path.join(__dirname, "provider-locks");

const ENTRY = /^provider "[^"]+" \{\n[^}]*^\}\n/gm;

/**
 * The lock file of Terraform or of OpenTofu: the registries of the two are not the same, nor is what they sign.
 *
 * @param binaryName as cdktf's TERRAFORM_BINARY_NAME has it
 */
export function lockFileOf(binaryName: string | undefined): string {
  return `${isNamedTofu(binaryName || "terraform") ? "tofu" : "terraform"}.lock.hcl`;
}

/** Whether a program is OpenTofu, as far as its name tells: a synth runs none. */
export function isNamedTofu(command: string): boolean {
  return path.basename(command).startsWith("tofu");
}

/** The committed lock file; undefined where there is none. */
export function readProviderLock(lockFile: string): string | undefined {
  const file = path.join(LOCKS_FOLDER, lockFile);
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : undefined;
}

/** What to say where none is committed. */
export function missingLockWarning(lockFile: string): string {
  return (
    `stacks/provider-locks/${lockFile} is missing, so init takes whatever the registry gives as the providers: ` +
    "run bin/lock-providers and commit what it writes"
  );
}

/**
 * Puts beside each synthesized stack the entries of the providers that it requires: a read-only init refuses more as well as less.
 *
 * @throws SourceError where the lock file holds not just the version that a stack requires
 */
export function writeProviderLocks(stackFolders: readonly string[], lock: string, lockFile: string): void {
  for (const folder of stackFolders) {
    const stack = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
    const required = Object.values(stack.terraform.required_providers) as { source: string; version: string }[];
    const entries = required.map((provider) => requiredEntry(lock, provider, lockFile));
    writeFileSync(path.join(folder, ".terraform.lock.hcl"), entries.join("\n"));
  }
}

/** The entry of a lock file for a provider; undefined where it holds none, or another version. */
export function lockEntry(lock: string, source: string, version: string): string | undefined {
  const entry = entryOf(lock, source);
  return entry !== undefined && versionOf(entry) === version ? entry : undefined;
}

function requiredEntry(lock: string, required: { source: string; version: string }, lockFile: string): string {
  const { version } = required;
  const source = required.source.includes("/") ? required.source : `hashicorp/${required.source}`;
  const entry = lockEntry(lock, source, version);
  if (entry === undefined) {
    const got = versionOf(entryOf(lock, source) ?? "") ?? "none";
    throw new SourceError(
      `stacks/provider-locks/${lockFile} must hold ${source} ${version}, which the stacks require: ` +
        `run bin/lock-providers; got ${got}`,
    );
  }
  return entry;
}

function entryOf(lock: string, source: string): string | undefined {
  return lock.match(ENTRY)?.find((text) => text.split("\n")[0]?.endsWith(`/${source}" {`));
}

function versionOf(entry: string): string | undefined {
  return /^ +version += "(.*)"$/m.exec(entry)?.[1];
}
