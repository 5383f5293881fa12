import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** There in the package only, which has neither the monitor's source nor the bundler. */
const PACKED = path.resolve(__dirname, "../../monitor/monitor.js");

let program: string | undefined;

/** The monitor as one JavaScript file: as the package brings it, or bundled from its source, once a process. */
export function monitorProgram(): string {
  program ??= existsSync(PACKED) ? readFileSync(PACKED, "utf8") : bundled();
  return program;
}

function bundled(): string {
  // Where it is needed only: an import would be one of the package too.
  const { bundleMonitor } = require("../../monitor/bundle") as { bundleMonitor: () => string };
  return bundleMonitor();
}
