/**
 * Flags of Node under which the monitor stays below 60 MB resident. The optimizing compiler alone costs 7 MB, most of them
 * pages of the program itself, and has nothing to do here.
 */
export const MONITOR_NODE_FLAGS = ["--max-old-space-size=24", "--max-semi-space-size=1", "--no-opt"] as const;
