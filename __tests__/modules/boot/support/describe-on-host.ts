import { spawnSync } from "node:child_process";
import { emulatorPython } from "./emulator";

/** The Debian package of every tool that a suite may need. */
const PACKAGES = {
  blkid: "util-linux",
  cryptsetup: "cryptsetup-bin",
  curl: "curl",
  dockerd: "docker.io",
  losetup: "mount",
  "mkfs.ext4": "e2fsprogs",
  "mkfs.xfs": "xfsprogs",
  pvcreate: "lvm2",
  unshare: "util-linux",
} as const;

/** A tool in PATH, an AWS CLI that can be pointed at an emulator, or the emulator. */
export type HostNeed = keyof typeof PACKAGES | "aws" | "ministack";

/** A suite that needs root and tools of a Linux host: skipped with the reasons on screen elsewhere, never in CI. */
export function describeOnHost(name: string, needs: readonly HostNeed[], suite: () => void): void {
  const reasons = [...missingRoot(), ...needs.flatMap(missing)];
  if (reasons.length === 0) {
    describe(name, suite);
    return;
  }
  if (process.env.CI) {
    throw new Error(`${name} may not be skipped in CI: ${reasons.join("; ")}`);
  }
  process.stderr.write(`SKIPPED ${name}: ${reasons.join("; ")}\n`);
  describe.skip(name, suite);
}

function missingRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["needs root for mounts and devices"];
}

function missing(need: HostNeed): string[] {
  if (need === "ministack") {
    const found = spawnSync(emulatorPython(), ["-c", "import ministack"]).status === 0;
    return found ? [] : [`${emulatorPython()} has no ministack (run bin/lab up once, or set MINISTACK_PYTHON)`];
  }
  if (need === "aws") {
    return missingAwsCli();
  }
  const found = spawnSync("sh", ["-c", `command -v ${need}`]).status === 0;
  return found ? [] : [`${need} is missing (Debian: ${PACKAGES[need]})`];
}

/** Debian 12's AWS CLI is too old: it ignores AWS_ENDPOINT_URL and would speak to AWS itself. */
function missingAwsCli(): string[] {
  const { stdout } = spawnSync("aws", ["--version"], { encoding: "utf8" });
  const [, major, minor] = /^aws-cli\/(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  const honoursEndpoint = (major === "1" && Number(minor) >= 29) || (major === "2" && Number(minor) >= 13);
  return honoursEndpoint ? [] : ["needs the AWS CLI >= 1.29 or >= 2.13 (pip install awscli)"];
}
