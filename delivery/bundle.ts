import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "../process/command";
import { UserError } from "../process/user-error";
import { type Manifest, readManifest } from "./manifest";

const TAR_SECONDS = 120;
const MANIFEST = "manifest.json";
/** Files of a bundle, both with sensitive values; beside them stand the synthesized stacks. */
export const PLAN_FILE = "plan.tfplan";
export const PLAN_JSON = "plan.json";
export const STACKS_FOLDER = "cdktf.out";
const SECRETS = [PLAN_FILE, PLAN_JSON, MANIFEST];

/** What a bundle is known by. */
export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Writes the manifest into the folder and answers all of it as one archive: the same bytes for the same content. */
export async function pack(folder: string, about: Omit<Manifest, "format" | "files">): Promise<Buffer> {
  const manifest: Manifest = { format: 1, ...about, files: sums(folder) };
  writeFileSync(path.join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  setModes(folder);
  const archive = `${folder}.tar`;
  writeFileSync(archive, "", { mode: 0o600 });
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu"];
  await tar("--create", `--file=${archive}`, `--directory=${folder}`, ...same, ".");
  return readFileSync(archive);
}

/**
 * Unpacks a bundle into an empty folder.
 *
 * @throws UserError where it is not what its manifest says
 */
export async function unpack(bytes: Buffer, folder: string): Promise<Manifest> {
  const archive = `${folder}.tar`;
  writeFileSync(archive, bytes, { mode: 0o600 });
  await tar("--extract", `--file=${archive}`, `--directory=${folder}`, "--no-same-owner", "--same-permissions");
  const file = path.join(folder, MANIFEST);
  const manifest = existsSync(file) ? readManifest(readFileSync(file, "utf8")) : undefined;
  if (manifest === undefined) {
    throw new UserError(`the bundle must have a ${MANIFEST} of this project's format 1; got another or none`);
  }
  if (JSON.stringify(sums(folder)) !== JSON.stringify(manifest.files)) {
    throw new UserError(`the bundle must hold the files of its ${MANIFEST}; got others`);
  }
  return manifest;
}

function sums(folder: string): Record<string, string> {
  const files = filesIn(folder).filter((file) => file !== MANIFEST);
  return Object.fromEntries(files.map((file) => [file, hashOf(readFileSync(path.join(folder, file)))]));
}

/** What git and the umask of a machine make of modes is none of the content; what is executable is. */
function setModes(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    const status = lstatSync(file);
    const isOpen = status.isDirectory() || (status.mode & 0o100) !== 0;
    chmodSync(file, SECRETS.includes(name) ? 0o600 : isOpen ? 0o755 : 0o644);
  }
}

/** Paths of all files, sorted by their bytes. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => {
      const status = lstatSync(path.join(folder, name));
      if (!status.isFile() && !status.isDirectory()) {
        throw new UserError(`a bundle must hold files and folders alone; got another kind, ${name}`);
      }
      return status.isFile();
    })
    .sort();
}

async function tar(...args: string[]): Promise<void> {
  const env = { ...process.env, LC_ALL: "C", TAR_OPTIONS: "" };
  await runCommand("tar", args, { env, timeoutSeconds: TAR_SECONDS });
}
