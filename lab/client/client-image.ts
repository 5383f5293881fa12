import path from "node:path";
import { PROJECT_ROOT, type StateDir } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import { contentTag } from "../../modules/image/content-tag";
import { stageBuildContext } from "../../modules/image/stage-build-context";
import { answerOf, runCommand } from "../../process/command";
import { LocalAws } from "../emulator/local-aws";
import { ensureGethBaseImage } from "./geth-base-image";

const BUILD_SECONDS = 300;
const PUSH_SECONDS = 120;
const SHORT_SECONDS = 60;
const REPOSITORY = `lab/${geth.name}`;
const CONTEXT = path.join(PROJECT_ROOT, "docker");

/** Builds docker/ as the stack would and pushes it to the emulated ECR. Answers the URI for ETHNODE_IMAGE. */
export async function ensureClientImage(state: StateDir, port: number, note: (text: string) => void): Promise<string> {
  const logFile = state.log("image");
  const base = await ensureGethBaseImage(state, note);
  // Either base has a busybox, with all that it needs.
  const buildArgs = { BASE_IMAGE: base, SHELL_IMAGE: base, PROGRAM: geth.program };
  const context = stageBuildContext(CONTEXT);
  const tag = contentTag(context, buildArgs);
  const uri = `${repository(port)}:${tag}`;
  const args = Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  await runCommand("docker", ["build", "--quiet", ...args, "--tag", uri, context], {
    timeoutSeconds: BUILD_SECONDS,
    logFile,
  });
  const repositoryUri = await new LocalAws(`http://localhost:${port}`).ensureRepository(REPOSITORY);
  await runCommand("docker", ["push", "--quiet", uri], { timeoutSeconds: PUSH_SECONDS, logFile });
  return `${repositoryUri}:${tag}`;
}

/** Removes this lab's names from Docker's image store; layers that others use stay. */
export async function removeClientImages(port: number): Promise<void> {
  const list = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository(port)];
  const names = await answerOf("docker", list, SHORT_SECONDS);
  if (names) {
    await answerOf("docker", ["image", "rm", ...names.split("\n")], SHORT_SECONDS);
  }
}

function repository(port: number): string {
  return `localhost:${port}/${REPOSITORY}`;
}
