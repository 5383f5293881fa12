import { existsSync } from "node:fs";
import type { StateDir } from "../../machine/state-dir";
import { answerOf } from "../../process/command";
import { monitorStatus, verdictLine } from "../client/monitor-probe";
import { blockNumber, RPC_URL } from "../client/node-probe";
import { Emulator } from "../emulator/emulator";
import { NODE_STACK } from "../lab-settings";
import { requireSession } from "../session";
import { readLayerReport } from "../terraform/lab-layer";

const DOCKER_SECONDS = 20;

/** Prints which parts of the lab are up. Answers whether all are. */
export async function status(state: StateDir): Promise<boolean> {
  const session = requireSession(state);
  const emulator = new Emulator(state, session.port);
  const [running, containers, newestBlock, verdict] = await Promise.all([
    emulator.isRunning(),
    emulator.containers(),
    blockNumber(RPC_URL),
    monitorStatus(),
  ]);
  console.log(`local AWS     ${running ? emulator.endpoint : `not running; see ${state.log("emulator")}`}`);
  for (const id of containers) {
    const format = "{{.Name}} {{.State.Status}} since {{.State.StartedAt}} {{.Config.Image}}";
    console.log(
      `container     ${(await answerOf("docker", ["inspect", "--format", format, id], DOCKER_SECONDS)) ?? id}`,
    );
  }
  console.log(`newest block  ${newestBlock ?? `no answer at ${RPC_URL}`}`);
  console.log(`monitor       ${verdictLine(verdict)}`);
  console.log(`remote state  ${session.stateBucket === undefined ? "no bucket yet" : `s3://${session.stateBucket}`}`);
  console.log(`Terraform     ${session.provider.terraform.name} ${session.provider.terraform.version}`);
  console.log(`AWS provider  ${session.provider.version} from ${session.provider.origin}`);
  const folder = state.stack(NODE_STACK);
  for (const attribute of existsSync(folder) ? readLayerReport(folder).dropped : []) {
    console.log(`left out      ${attribute}`);
  }
  return running && containers.length > 0 && newestBlock !== undefined && verdict !== undefined;
}
