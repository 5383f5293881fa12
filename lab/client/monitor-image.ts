import type { StateDir } from "../../machine/state-dir";
import { MONITOR } from "../../modules/fleet/monitor-container";
import { stageMonitor } from "../../modules/image/monitor-image-build";
import { ensureBaseImage } from "./base-image";
import { NODE_BASE_IMAGE } from "./node-base-image";
import { pushImage } from "./pushed-image";

/** The monitor's image in the emulated ECR. Answers the URI for ETHNODE_MONITOR_IMAGE. */
export async function ensureMonitorImage(state: StateDir, port: number, note: (text: string) => void): Promise<string> {
  const base = await ensureBaseImage(NODE_BASE_IMAGE, state, note);
  return pushImage(state, port, { name: MONITOR, context: stageMonitor(), buildArgs: { BASE_IMAGE: base } });
}
