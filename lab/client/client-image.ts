import type { StateDir } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import { DOCKER_DIRECTORY } from "../../modules/image/client-image-build";
import { stageBuildContext } from "../../modules/image/stage-build-context";
import { ensureBaseImage } from "./base-image";
import { GETH_BASE_IMAGE } from "./geth-base-image";
import { pushImage } from "./pushed-image";

/** The client's image in the emulated ECR. Answers the URI for ETHNODE_IMAGE. */
export async function ensureClientImage(state: StateDir, port: number, note: (text: string) => void): Promise<string> {
  const base = await ensureBaseImage(GETH_BASE_IMAGE, state, note);
  return pushImage(state, port, {
    name: geth.name,
    context: stageBuildContext(DOCKER_DIRECTORY),
    // Either base has a busybox, with all that it needs.
    buildArgs: { BASE_IMAGE: base, SHELL_IMAGE: base, PROGRAM: geth.program },
  });
}
