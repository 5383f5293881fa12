import { Emulator } from "../../lab/emulator/emulator";
import { openSession, saveSession } from "../../lab/session";
import { prepareProvider, prepareTerraform } from "../../lab/verbs/prepare";
import type { LabUnderTest } from "./lab-under-test";

/** A lab without a node: the local AWS cannot start a container of these images, so no port of the machine is taken. */
export async function startLocalAws(lab: LabUnderTest): Promise<void> {
  lab.lab("down");
  const { state } = lab;
  state.create();
  const opened = openSession(state);
  const terraform = await prepareTerraform(state);
  await new Emulator(state, opened.port).start(() => undefined);
  saveSession(state, {
    ...opened,
    ...(await prepareProvider(state, terraform)),
    image: "ghcr.io/acme/geth:1",
    monitorImage: "ghcr.io/acme/monitor:1",
  });
}
