import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { StateDir } from "../../machine/state-dir";

/** A partition of AWS, as botocore has it. */
export interface Partition {
  readonly id: string;
  readonly regions: readonly string[];
  /** Domains of its services. */
  readonly domains: readonly string[];
}

interface OfBotocore {
  readonly id: string;
  readonly regions: object;
  readonly outputs: { readonly dnsSuffix: string; readonly dualStackDnsSuffix: string };
}

/** Every partition that the lab's botocore knows. */
export function partitionsOfBotocore(): Partition[] {
  const lib = path.join(StateDir.fromEnvironment().venv, "lib");
  const [python = ""] = readdirSync(lib);
  const file = path.join(lib, python, "site-packages/botocore/data/partitions.json");
  const { partitions }: { partitions: OfBotocore[] } = JSON.parse(readFileSync(file, "utf8"));
  return partitions.map(({ id, outputs, regions }) => ({
    id,
    regions: Object.keys(regions).filter((region) => !region.endsWith("-global")),
    domains: [outputs.dnsSuffix, outputs.dualStackDnsSuffix],
  }));
}
