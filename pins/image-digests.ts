import { readFileSync, writeFileSync } from "node:fs";
import type { Architecture } from "../modules/clients/client-profile";
import { askRegistry } from "./registry";

const DOCKER_ARCHITECTURES: Readonly<Record<Architecture, string>> = { arm64: "arm64", x86_64: "amd64" };

/** An image by its tag, and what it must exist for. */
export interface TagToPin {
  /** `<repository>:<tag>` */
  readonly image: string;
  readonly architectures: readonly Architecture[];
}

/** What differs between a file of digests and the registries, a line each. */
export interface Comparison {
  /** What the file shall be: as the registries say, and where one did not answer, as before. */
  readonly digests: Readonly<Record<string, string>>;
  readonly changes: readonly string[];
  readonly failures: readonly string[];
}

/** Compares the digests in a file with what the registries have under the tags. */
export async function compareDigests(file: string, tags: readonly TagToPin[]): Promise<Comparison> {
  const before = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const digests: Record<string, string> = {};
  const failures: string[] = [];
  for (const tag of [...tags].sort((a, b) => (a.image < b.image ? -1 : 1))) {
    try {
      digests[tag.image] = await digestOf(tag);
    } catch (error) {
      failures.push(`${tag.image}: ${(error as Error).message}`);
      Object.assign(digests, tag.image in before ? { [tag.image]: before[tag.image] } : {});
    }
  }
  const changes = [...new Set([...Object.keys(before), ...Object.keys(digests)])]
    .sort()
    .filter((image) => before[image] !== digests[image])
    .map((image) => `${image}: ${before[image] ?? "no digest"} -> ${digests[image] ?? "not used"}`);
  return { digests, changes, failures };
}

/** Writes what compareDigests() found. */
export function writeDigests(file: string, { digests }: Comparison): void {
  writeFileSync(file, `${JSON.stringify(digests, undefined, 2)}\n`);
}

async function digestOf({ image, architectures }: TagToPin): Promise<string> {
  const found = await askRegistry(image);
  const missing = architectures.filter((name) => !found.architectures.includes(DOCKER_ARCHITECTURES[name]));
  if (missing.length > 0) {
    throw new Error(
      `must exist for ${architectures.join(" and ")}; the registry has it for ${found.architectures.join(", ") || "none"}`,
    );
  }
  return found.digest;
}
