/** Key of the tag that tells the nodes apart. */
export const NODE_TAG_KEY = "EthereumNode";

/** Tag of all that belongs to one node and to no other: rights are limited by it. */
export interface NodeTag {
  readonly key: typeof NODE_TAG_KEY;
  readonly value: string;
}

/**
 * @param name the prefix of every name in AWS
 * @param nodeName the name of the node in its fleet
 */
export function nodeTag(name: string, nodeName: string): NodeTag {
  return { key: NODE_TAG_KEY, value: `${name}-${nodeName}` };
}
