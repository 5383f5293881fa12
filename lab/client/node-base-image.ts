import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { StateDir } from "../../machine/state-dir";
import { NODE_IMAGE, NODE_PROGRAM } from "../../modules/image/monitor-image-build";
import { runCommand } from "../../process/command";
import type { LabBaseImage } from "./base-image";

const BUILD_SECONDS = 180;
const SHORT_SECONDS = 60;

/** Base image of the lab's own making. */
export const OWN_NODE_IMAGE = `ethnode-lab/node-base:${process.version}`;

/** An image with Node: the official one, or one that holds this machine's. */
export const NODE_BASE_IMAGE: LabBaseImage = { official: NODE_IMAGE.reference, own: OWN_NODE_IMAGE, buildOwn };

async function buildOwn(state: StateDir, logFile: string): Promise<void> {
  const context = mkdtempSync(path.join(state.run, "node-base-"));
  const put = (file: string, inside: string) => {
    const target = path.join(context, "root", inside);
    mkdirSync(path.dirname(target), { recursive: true });
    // What a link leads to, under the link's name.
    cpSync(file, target, { dereference: true });
  };
  put(process.execPath, NODE_PROGRAM);
  for (const library of await librariesOf(process.execPath, logFile)) {
    put(library, library);
  }
  cpSync(path.join(__dirname, "node-base.Dockerfile"), path.join(context, "Dockerfile"));
  const build = ["build", "--quiet", "--tag", OWN_NODE_IMAGE, context];
  await runCommand("docker", build, { timeoutSeconds: BUILD_SECONDS, logFile });
  rmSync(context, { recursive: true });
}

/** The shared libraries of a program, the loader among them. */
async function librariesOf(program: string, logFile: string): Promise<string[]> {
  const { stdout } = await runCommand("ldd", [program], { timeoutSeconds: SHORT_SECONDS, logFile });
  return [...stdout.matchAll(/(?:^|=> )\s*(\/\S+) \(0x/gm)].map(([, file]) => file as string);
}
