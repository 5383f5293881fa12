import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { Emulator } from "../../../lab/emulator/emulator";
import { NODE_STACK, VAR_FILE } from "../../../lab/lab-settings";
import { forgetSession, openSession, type ReadySession, saveSession } from "../../../lab/session";
import { findProvider } from "../../../lab/terraform/provider";
import { cacheProviderSchema } from "../../../lab/terraform/provider-schema";
import { synthesize } from "../../../lab/terraform/synthesize";
import { Terraform } from "../../../lab/terraform/terraform";
import { ensureDockerEngine } from "../../../machine/docker-engine";
import { ensurePython } from "../../../machine/python";
import { StateDir } from "../../../machine/state-dir";
import { ensureTerraform } from "../../../machine/terraform-program";
import { shell } from "../../modules/node/boot/support/run-command";
import { callAws } from "../../support/call-aws";
import { LABEL } from "./host-container";
import { type AppliedStack, HOST_STACK_FILE } from "./host-stack";
import { ensureTestHostImage } from "./test-host-image";

/** No task starts while the node is paused, so nobody pulls them. */
const SETTINGS = { image: "localhost:5000/no/client:none", monitorImage: "localhost:5000/no/monitor:none" };

/** Applies the stack to a local AWS of these tests, with its node paused: the tests are the instances. */
export default async function globalSetup(): Promise<void> {
  const state = StateDir.fromEnvironment();
  state.create();
  await ensureDockerEngine(state, () => {});
  forgetSession(state);
  const { port } = openSession(state);
  // Hosts that an interrupted run left behind.
  await shell(`docker ps --all --quiet --filter label=${LABEL}=${port} | xargs --no-run-if-empty docker rm --force`);
  const emulator = new Emulator(state, port);
  await emulator.install((await ensurePython(state)).command);
  await emulator.stop();
  await emulator.requirePort();
  await emulator.start(() => {});
  state.forgetStacks();
  const provider = await findProvider(state, await ensureTerraform(state));
  const schemaFile = await cacheProviderSchema(state, provider);
  const session: ReadySession = { port, provider, schemaFile, ...SETTINGS };
  saveSession(state, session);
  await synthesize(state, session);
  const stack = new Terraform(state, session, state.stack(NODE_STACK));
  const [image] = await Promise.all([
    ensureTestHostImage(),
    stack.init().then(() => stack.apply(`-var-file=${VAR_FILE}`, "-var=node_running=false")),
  ]);
  const [version] = callAws(state, session, "ec2", "describe_launch_template_versions", {
    Versions: ["$Latest"],
    LaunchTemplateName: callAws(state, session, "ec2", "describe_launch_templates").LaunchTemplates[0]
      .LaunchTemplateName,
  }).LaunchTemplateVersions;
  const applied: AppliedStack = {
    emulatorPort: port,
    emulatorPython: state.python,
    bridgeAddress: await bridgeAddress(image),
    image,

    userData: gunzipSync(Buffer.from(version.LaunchTemplateData.UserData, "base64")).toString(),
  };
  const file = path.join(mkdtempSync(path.join(tmpdir(), "host-stack-")), "stack.json");
  writeFileSync(file, JSON.stringify(applied));
  process.env[HOST_STACK_FILE] = file;
}

/** Where containers of Docker's default network reach this machine. */
function bridgeAddress(image: string): Promise<string> {
  // Only a container that runs tells: before the first one, neither Docker nor the bridge itself may say.
  return shell(
    `id=$(docker run --detach --rm ${image} sleep 60); docker inspect --format '{{.NetworkSettings.Networks.bridge.Gateway}}' $id; docker kill $id >/dev/null`,
  );
}
