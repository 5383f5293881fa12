import { BASIC_PACKAGES, ensureDebianPackages } from "../../machine/debian-packages";
import { enginePackages, ensureDockerEngine } from "../../machine/docker-engine";
import { ensurePython, pythonPackages } from "../../machine/python";
import type { StateDir } from "../../machine/state-dir";
import { ensureTerraform, type TerraformProgram } from "../../machine/terraform-program";
import { step } from "../../process/progress";
import { ensureBaseImage } from "../client/base-image";
import { GETH_BASE_IMAGE } from "../client/geth-base-image";
import { NODE_BASE_IMAGE } from "../client/node-base-image";
import { Emulator } from "../emulator/emulator";
import { openSession, type ReadySession } from "../session";
import { findProvider } from "../terraform/provider";
import { cacheProviderSchema } from "../terraform/provider-schema";

/** Does what takes minutes ahead of `up`: downloads and builds, and starts nothing but a missing engine. */
export async function prepare(state: StateDir): Promise<void> {
  await preparePackages(state);
  await preparePython(state);
  await prepareEngine(state);
  await prepareProvider(state, await prepareTerraform(state));
  await prepareBaseImage(state);
}

/** What Debian brings of it, all at once. */
export async function preparePackages(state: StateDir): Promise<void> {
  state.create();
  await ensureDebianPackages(state, [...BASIC_PACKAGES, ...(await pythonPackages()), ...(await enginePackages())]);
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

/** Terraform, or OpenTofu in its place; needs Python. A lab that is up keeps the one that it began with. */
export function prepareTerraform(state: StateDir): Promise<TerraformProgram> {
  return step("Terraform", async (note) => {
    const program = openSession(state).provider?.terraform ?? (await ensureTerraform(state));
    note(`${program.name} ${program.version}`);
    return program;
  });
}

/** The AWS provider for it, with what that one knows. */
export function prepareProvider(
  state: StateDir,
  terraform: TerraformProgram,
): Promise<Pick<ReadySession, "provider" | "schemaFile">> {
  return step("AWS provider", async (note) => {
    // The same for the whole life of a lab, even when the registry comes back: its state was written by this one.
    const provider = openSession(state).provider ?? (await findProvider(state, terraform));
    note(`${provider.version} from ${provider.origin}`);
    return { provider, schemaFile: await cacheProviderSchema(state, provider) };
  });
}

/** Docker Engine, installed and started where it may be. */
export async function prepareEngine(state: StateDir): Promise<void> {
  await step("Docker Engine", (note) => ensureDockerEngine(state, note));
}

/** The base images of client and monitor; needs Python and the engine. */
export async function prepareBaseImage(state: StateDir): Promise<void> {
  await step("base image of the client", (note) => ensureBaseImage(GETH_BASE_IMAGE, state, note));
  await step("base image of the monitor", (note) => ensureBaseImage(NODE_BASE_IMAGE, state, note));
}
