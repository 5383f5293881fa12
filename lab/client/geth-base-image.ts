import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { buildGoProgram, type GoProgram } from "../../machine/go-program";
import type { StateDir } from "../../machine/state-dir";
import { geth } from "../../modules/clients/execution/geth";
import { BaseImage } from "../../modules/image/base-image";
import { answerOf, runCommand, tryCommand } from "../../process/command";
import { UserError } from "../../process/user-error";
import type { LabBaseImage } from "./base-image";

const BUILD_SECONDS = 180;
const SHORT_SECONDS = 60;
const VERSION = geth.version;

const GETH: GoProgram = {
  module: "github.com/ethereum/go-ethereum",
  version: VERSION,
  sum: "h1:o9BIXs2Q/3cPHVxw49n+Zjn2i6rB9TOXatev46duOC4=",
  package: "./cmd/geth",
  buildArguments: [],
  compileSeconds: 1800,
};

/** Base image of the lab's own making. */
export const OWN_BASE_IMAGE = `ethnode-lab/geth-base:${VERSION}`;

/** An image with a real geth and a shell: the official one, or one that is built here from geth's Go module. */
export const GETH_BASE_IMAGE: LabBaseImage = {
  official: new BaseImage(geth.image, VERSION).reference,
  own: OWN_BASE_IMAGE,
  buildOwn,
};

async function buildOwn(state: StateDir, logFile: string): Promise<void> {
  const context = path.join(state.cache, "geth-base");
  mkdirSync(context, { recursive: true });
  copyFileSync(await compileGeth(state, logFile), path.join(context, "geth"));
  copyFileSync(await findBusybox(state, logFile), path.join(context, "busybox"));
  for (const program of ["geth", "busybox"]) {
    chmodSync(path.join(context, program), 0o755);
  }
  copyFileSync(path.join(__dirname, "geth-base.Dockerfile"), path.join(context, "Dockerfile"));
  const build = ["build", "--quiet", "--tag", OWN_BASE_IMAGE, context];
  await runCommand("docker", build, { timeoutSeconds: BUILD_SECONDS, logFile });
  rmSync(context, { recursive: true });
}

/** geth of the profile's version as a static binary, built once. */
async function compileGeth(state: StateDir, logFile: string): Promise<string> {
  const binary = path.join(state.cache, "bin", `geth-${VERSION}`, "geth");
  if (!existsSync(binary)) {
    await buildGoProgram(state, GETH, binary, logFile);
  }
  return binary;
}

/** A shell and the few tools of the entrypoint in one static file: the machine's own, or Debian's package. */
async function findBusybox(state: StateDir, logFile: string): Promise<string> {
  const own = await staticBusybox();
  if (own !== undefined) {
    return own;
  }
  const folder = mkdtempSync(path.join(state.run, "busybox-"));
  const options = { cwd: folder, timeoutSeconds: SHORT_SECONDS, logFile };
  try {
    await runCommand(
      "sh",
      ["-c", "apt-get download busybox-static && dpkg-deb --extract busybox-static_*.deb ."],
      options,
    );
  } catch (error) {
    throw new UserError(
      `no static busybox for the client's base image: install Debian's busybox-static; ${(error as Error).message}`,
    );
  }
  return ["bin/busybox", "usr/bin/busybox"].map((file) => path.join(folder, file)).find(existsSync) ?? "";
}

async function staticBusybox(): Promise<string | undefined> {
  const found = await answerOf("sh", ["-c", "command -v busybox"], SHORT_SECONDS);
  if (found === undefined) {
    return undefined;
  }
  const file = realpathSync(found);
  // ldd exits with 1 on a static binary.
  const ldd = await tryCommand("ldd", [file], { timeoutSeconds: SHORT_SECONDS }).catch(() => undefined);
  return ldd?.exitCode === 1 ? file : undefined;
}
