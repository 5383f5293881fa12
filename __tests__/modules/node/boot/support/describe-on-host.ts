import { type DebianPackage, missingPackages } from "../../../../../machine/debian-packages";
import { isCi } from "../../../../support/not-run";

/** The Debian package of every tool that a suite may need. */
const PACKAGES = {
  busybox: "busybox-static",
  curl: "curl",
  dockerd: "docker.io",
  ip: "iproute2",
  iptables: "iptables",
  "mkfs.xfs": "xfsprogs",
  strace: "strace",
  unshare: "util-linux",
} as const satisfies Record<string, DebianPackage>;

/** A tool in PATH. */
export type HostNeed = keyof typeof PACKAGES;

/** A suite that needs root and tools of a Debian host: left out elsewhere, with the reasons in its name, never in CI. */
export function describeOnHost(name: string, needs: readonly HostNeed[], suite: () => void): void {
  const missing = missingPackages(needs.map((need) => PACKAGES[need]));
  const reasons = [...missingRoot(), ...missing.map((packageName) => `${packageName} is missing`)];
  if (reasons.length === 0) {
    describe(name, suite);
    return;
  }
  const title = `${name} (${reasons.join("; ")})`;
  if (isCi) {
    throw new Error(`may not be left out in CI: ${title}`);
  }
  describe.skip(title, suite);
}

function missingRoot(): string[] {
  return process.getuid?.() === 0 ? [] : ["needs root for mounts and devices"];
}
