import { Emulator } from "../emulator/emulator";
import { ensureGethBaseImage } from "../host/geth-base-image";
import { ensureDockerEngine } from "../machine/docker-engine";
import { ensurePython } from "../machine/python";
import { ensureTerraform } from "../machine/terraform-program";
import { step } from "../process/progress";
import { openSession } from "../session";
import type { StateDir } from "../state-dir";

/** Does what takes minutes ahead of `up`: downloads and builds, and starts nothing but a missing engine. */
export async function prepare(state: StateDir): Promise<void> {
  state.create();
  await preparePython(state);
  await prepareTerraform(state);
  await prepareEngine(state);
  await prepareBaseImage(state);
}

/** Python, and in it what the local AWS needs. */
export async function preparePython(state: StateDir): Promise<void> {
  const { port } = openSession(state);
  const command = await step("Python", async (note) => {
    const python = await ensurePython(state);
    note(python.version);
    return python.command;
  });
  await step("Python packages of the local AWS", () => new Emulator(state, port).install(command));
}

/** Terraform, or OpenTofu in its place; needs Python. */
export async function prepareTerraform(state: StateDir): Promise<void> {
  await step("Terraform", async (note) => {
    const { name, version } = await ensureTerraform(state);
    note(`${name} ${version}`);
  });
}

/** Docker Engine, installed and started where it may be. */
export async function prepareEngine(state: StateDir): Promise<void> {
  await step("Docker Engine", (note) => ensureDockerEngine(state, note));
}

/** The base image of the client; needs Python and the engine. */
export async function prepareBaseImage(state: StateDir): Promise<void> {
  await step("base image of the client", (note) => ensureGethBaseImage(state, note));
}
