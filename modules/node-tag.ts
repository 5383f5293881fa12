/** Key of that tag. */
export const NODE_TAG = "EthereumNode";

/** Tag of all that belongs to one node and to no other: rights are limited by it. */
export interface NodeTag {
  readonly key: typeof NODE_TAG;
  readonly value: string;
}

/**
 * @param name the prefix of every name in AWS
 * @param nodeName the name of the node in its fleet
 */
export function nodeTag(name: string, nodeName: string): NodeTag {
  return { key: NODE_TAG, value: `${name}-${nodeName}` };
}
