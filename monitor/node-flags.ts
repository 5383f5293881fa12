/** With these the monitor stays under 60 MB resident; measured by `__tests__/monitor/process.test.ts`. */
export const MONITOR_NODE_FLAGS = ["--max-old-space-size=24", "--max-semi-space-size=1", "--v8-pool-size=1"] as const;
