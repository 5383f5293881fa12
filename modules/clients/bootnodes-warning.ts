import type { ClientChoice } from "./client-choice";
import { readJsonFile } from "./json-file";
import { isObject } from "./json-object";

/** That bootnodes of the user's replace those of his chain specification, where both are there. */
export function bootnodesWarning({ bootnodes, chainSpecFile }: ClientChoice): string | undefined {
  if (bootnodes.length === 0 || chainSpecFile === undefined) {
    return undefined;
  }
  const file = readJsonFile(chainSpecFile);
  const nodes = "value" in file && isObject(file.value) ? file.value.nodes : undefined;
  return Array.isArray(nodes) && nodes.length > 0
    ? `The bootnodes of the settings take the place of the ${nodes.length} in the chain specification (its field nodes), which ` +
        "are not asked: name them too where they shall be"
    : undefined;
}
