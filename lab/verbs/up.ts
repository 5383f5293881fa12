import { requireFreePorts } from "../../machine/ports";
import type { StateDir } from "../../machine/state-dir";
import { progressLine, step } from "../../process/progress";
import { UserError } from "../../process/user-error";
import { waitUntil } from "../../process/wait-until";
import { ensureClientImage } from "../client/client-image";
import { prepareHostFiles } from "../client/host-files";
import { ensureMonitorImage } from "../client/monitor-image";
import { MONITOR_URL, monitorStatus } from "../client/monitor-probe";
import { blockNumber, HOST_PORTS, RPC_URL } from "../client/node-probe";
import { Emulator } from "../emulator/emulator";
import { NODE_STACK, STATE_STACK, VAR_FILE } from "../lab-settings";
import { openSession, type ReadySession, type Session, saveSession } from "../session";
import { readLayerReport } from "../terraform/lab-layer";
import { ensureRemoteState } from "../terraform/remote-state";
import { synthesize } from "../terraform/synthesize";
import { settingsLeftOff, Terraform } from "../terraform/terraform";
import { prepareEngine, preparePackages, prepareProvider, preparePython, prepareTerraform } from "./prepare";
import { summary } from "./summary";

const RPC_SECONDS = 120;
const MONITOR_SECONDS = 120;

/** Brings the lab to where a node answers, from whatever state it was left in. */
export async function up(state: StateDir): Promise<void> {
  const start = Date.now();
  const prepared = await prepare(state, openSession(state));
  const session = await step(`stack ${STATE_STACK}`, (note) => ensureRemoteState(state, prepared, note));

  const stack = new Terraform(state, session, state.stack(NODE_STACK));
  await step(`stack ${NODE_STACK}: synth`, async (note) => {
    await synthesize(state, session);
    note(layerNote(stack.folder, session));
  });
  await step(`stack ${NODE_STACK}: terraform init`, () => stack.init());
  await step(`stack ${NODE_STACK}: terraform apply`, async (note) => {
    note((await stack.apply(`-var-file=${VAR_FILE}`)) ? "changed" : "No changes");
  });
  const hint = "see `bin/lab logs` and `bin/lab status`";
  const wait = { seconds: RPC_SECONDS, what: `JSON-RPC at ${RPC_URL}`, hint };
  const newestBlock = await step("first JSON-RPC answer", () => waitUntil(() => blockNumber(RPC_URL), wait));
  const monitorWait = { seconds: MONITOR_SECONDS, what: `the monitor at ${MONITOR_URL}`, hint };
  const status = await step("first verdict of the monitor", () => waitUntil(monitorStatus, monitorWait));
  console.log(progressLine(start, "in all"));
  console.log(summary({ session, stackFolder: stack.folder, outputs: await stack.outputs(), newestBlock, status }));
}

/** Everything that Terraform needs: the local AWS, the images in it, a provider. */
async function prepare(state: StateDir, opened: Session): Promise<ReadySession> {
  await preparePackages(state);
  await preparePython(state);
  await prepareEngine(state);
  const emulator = new Emulator(state, opened.port);
  await emulator.requirePort();
  if ((await emulator.containers()).length === 0) {
    await requireFreePorts(HOST_PORTS);
  }
  saveSession(state, opened);
  prepareHostFiles(state);
  const terraform = await prepareTerraform(state);

  let session = opened;
  const images = async () => {
    if (await step("local AWS", (note) => emulator.start(note))) {
      // What an earlier local AWS held, the bucket included, ended with it.
      state.forgetStacks();
      const { stateBucket: _, ...kept } = opened;
      session = kept;
      saveSession(state, session);
    }
    return {
      image: await step("client image", (note) => ensureClientImage(state, opened.port, note)),
      monitorImage: await step("monitor image", (note) => ensureMonitorImage(state, opened.port, note)),
    };
  };
  const [uris, schema] = await both(images(), prepareProvider(state, terraform));
  const ready: ReadySession = { ...session, ...schema, ...uris };
  saveSession(state, ready);
  return ready;
}

/** Lets both end before either's error is told, so that nothing goes on in the background. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

function layerNote(stackFolder: string, session: ReadySession): string {
  const { dropped, providerVersion, unknownTypes } = readLayerReport(stackFolder);
  if (unknownTypes.length > 0) {
    throw new UserError(
      `provider ${providerVersion} lacks ${unknownTypes.join(", ")}: no lab without a newer one, see LAB_PROVIDER_MIRROR`,
    );
  }
  const leftOff = settingsLeftOff(session).map(({ setting, type }) => `, and ${setting} off, as it lacks ${type}`);
  return `${dropped.length} attributes left out that provider ${providerVersion} does not know${leftOff.join("")}`;
}
