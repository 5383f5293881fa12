import { asObject, asObjects, asString, type Json } from "./json";
import type { Change } from "./plan";

export const NODE_TAG = "EthereumNode";
export const PROJECT_TAG = "Project";

/** Construct ids are a contract, and a node's name has no underscore. */
const OF_NODE = /^nodes_([a-z0-9-]+)_/;
const CHAIN_SUFFIX = "-chain";

/** The node that a resource belongs to, by its address or its tags. */
export function nodeOf({ address, index, name, shownAfter, shownBefore, type }: Change): string | undefined {
  const byName = OF_NODE.exec(name)?.[1];
  if (byName !== undefined) {
    return byName;
  }
  for (const values of [shownBefore, shownAfter]) {
    const tags = tagsOf(values);
    const project = asString(tags[PROJECT_TAG]);
    const full = asString(tags[NODE_TAG]) || (type === "aws_ebs_volume" ? asString(tags.Name) : "");
    const node = full.endsWith(CHAIN_SUFFIX) ? full.slice(0, -CHAIN_SUFFIX.length) : full;
    if (node !== "") {
      return project !== "" && node.startsWith(`${project}-`) ? node.slice(project.length + 1) : node;
    }
  }
  const inModule = /\.nodes_([a-z0-9-]+)_/.exec(address)?.[1];
  return inModule ?? (typeof index === "string" ? index : undefined);
}

/** Tags of whatever form: a group's are blocks. */
export function tagsOf(values: Json): Json {
  const blocks = asObjects(values.tag).map(({ key, value }) => [asString(key), value]);
  return { ...Object.fromEntries(blocks), ...asObject(values.tags), ...asObject(values.tags_all) };
}
