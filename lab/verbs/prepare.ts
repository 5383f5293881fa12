import { Emulator } from "../emulator/emulator";
import { ensureGethBaseImage } from "../host/geth-base-image";
import { ensureDockerEngine } from "../machine/docker-engine";
import { ensurePython } from "../machine/python";
import { ensureTerraform } from "../machine/terraform-program";
import { step } from "../process/progress";
import { openSession } from "../session";
import type { StateDir } from "../state-dir";

/** Does what takes minutes ahead of `up`, or of the tests: downloads and builds, and starts nothing but a missing engine. */
export async function prepare(state: StateDir): Promise<void> {
  await preparePython(state);
  await prepareTerraform(state);
  await step("Docker Engine", (note) => ensureDockerEngine(state, note));
  await step("base image of the client", (note) => ensureGethBaseImage(state, note));
}

/** Python, and in it what the local AWS needs. */
export async function preparePython(state: StateDir): Promise<void> {
  state.create();
  const python = await step("Python", async (note) => {
    const found = await ensurePython(state);
    note(found.version);
    return found;
  });
  const { port } = openSession(state);
  await step("Python packages of the local AWS", () => new Emulator(state, port).install(python.command));
}

/** Terraform, or OpenTofu in its place. */
export async function prepareTerraform(state: StateDir): Promise<void> {
  await step("Terraform", async (note) => {
    const { name, version } = await ensureTerraform(state);
    note(`${name} ${version}`);
  });
}
