/** Flags of Node with which the monitor runs. */
export const NODE_FLAGS: readonly string[] = ["--max-old-space-size=32"];
