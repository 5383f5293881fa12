import { spawnSync } from "node:child_process";

/** The Debian package of every tool that a suite may need. */
const PACKAGES = {
  curl: "curl",
  dockerd: "docker.io",
  "mkfs.xfs": "xfsprogs",
  strace: "strace",
  unshare: "util-linux",
} as const;

/** A tool in PATH. */
export type HostNeed = keyof typeof PACKAGES;

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
  const found = spawnSync("sh", ["-c", `command -v ${need}`]).status === 0;
  return found ? [] : [`${need} is missing (Debian: ${PACKAGES[need]})`];
}
