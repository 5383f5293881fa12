import { stopDockerEngine } from "../../machine/docker-engine";
import type { StateDir } from "../../machine/state-dir";
import { answerOf } from "../../process/command";
import { step } from "../../process/progress";
import { OWN_BASE_IMAGE } from "../client/geth-base-image";
import { removeHostFiles } from "../client/host-files";
import { OWN_NODE_IMAGE } from "../client/node-base-image";
import { removePushedImages } from "../client/pushed-image";
import { Emulator } from "../emulator/emulator";
import { openSession } from "../session";

const DOCKER_SECONDS = 60;

/**
 * Removes what the lab started and nothing else. Nothing is destroyed through Terraform: the local AWS, its S3 and so the
 * state in it end together.
 *
 * @param all also what the next `up` would download or build again
 */
export async function down(state: StateDir, all: boolean): Promise<void> {
  const { port } = openSession(state);
  await step("local AWS and its containers", async (note) => {
    note(`${await new Emulator(state, port).stop()} containers`);
  });
  await step("images", async () => {
    await removePushedImages(port);
    if (all) {
      await answerOf("docker", ["image", "rm", OWN_BASE_IMAGE, OWN_NODE_IMAGE], DOCKER_SECONDS);
    }
  });
  await step("files", () => removeHostFiles(state));
  await step("Docker Engine", async (note) => {
    note(await stopDockerEngine(state));
  });
  state.clear(all);
}
