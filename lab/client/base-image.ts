import type { StateDir } from "../../machine/state-dir";
import { answerOf, tryCommand } from "../../process/command";

const PULL_SECONDS = 180;
const SHORT_SECONDS = 60;

/** An image that an image of the lab is built from. */
export interface LabBaseImage {
  /** Of a registry. */
  readonly official: string;
  /** Of the lab's own making, used where no registry can be reached. */
  readonly own: string;
  readonly buildOwn: (state: StateDir, logFile: string) => Promise<void>;
}

/** The one that this machine has, the official one first. */
export async function baseImageAtHand({ official, own }: LabBaseImage): Promise<string | undefined> {
  for (const image of [official, own]) {
    if ((await answerOf("docker", ["image", "inspect", "--format", "{{.Id}}", image], SHORT_SECONDS)) !== undefined) {
      return image;
    }
  }
  return undefined;
}

/** The one at hand; else the official one, pulled; else one that is built here. */
export async function ensureBaseImage(
  image: LabBaseImage,
  state: StateDir,
  note: (text: string) => void,
): Promise<string> {
  const atHand = await baseImageAtHand(image);
  if (atHand !== undefined) {
    note(atHand);
    return atHand;
  }
  const logFile = state.log("image");
  const { official, own } = image;
  const pull = await tryCommand("docker", ["pull", "--quiet", official], { timeoutSeconds: PULL_SECONDS, logFile });
  if (pull.exitCode === 0) {
    note(`${official} pulled`);
    return official;
  }
  await image.buildOwn(state, logFile);
  note(`no registry answers: ${own} built`);
  return own;
}
