import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runCommand } from "../process/command";
import { PersonNeeded } from "./person-needed";
import type { StateDir } from "./state-dir";

const INSTALL_SECONDS = 600;
const LOCK_SECONDS = 300;

/** All Debian packages that the lab and its tests use: what each is for, and how a shell sees that it is there. */
export const DEBIAN_PACKAGES = {
  "busybox-static": { purpose: "the shell of the client's image", there: "command -v busybox" },
  "ca-certificates": {
    purpose: "trust in registries",
    there: "test -e /etc/ssl/certs/ca-certificates.crt || test -e /etc/ssl/cert.pem || test -e /etc/pki/tls/certs",
  },
  chromium: { purpose: "the monitor's page under test", there: "command -v chromium" },
  "cryptsetup-bin": { purpose: "encrypted disks of the test hosts", there: "command -v cryptsetup" },
  curl: { purpose: "the boot scripts under test", there: "command -v curl" },
  debootstrap: { purpose: "the test hosts' Debian", there: "command -v debootstrap" },
  "docker.io": { purpose: "Docker Engine", there: "command -v docker && command -v dockerd" },
  iproute2: { purpose: "networks of hosts under test", there: "command -v ip" },
  iptables: { purpose: "the boot scripts under test", there: "command -v iptables-restore" },
  lvm2: { purpose: "LVM disks of the test hosts", there: "command -v lvm" },
  procps: { purpose: "ps", there: "command -v ps" },
  "python3-venv": { purpose: "Python for the local AWS", there: "python3 -c 'import ensurepip, venv'" },
  shellcheck: { purpose: "checks of the shell scripts", there: "command -v shellcheck" },
  strace: { purpose: "failing system calls in tests of the boot scripts", there: "command -v strace" },
  systemd: { purpose: "checks of the hosts' units", there: "command -v systemd-analyze" },
  "util-linux": { purpose: "unshare", there: "command -v unshare" },
  xfsprogs: { purpose: "xfs disks of the test hosts", there: "command -v mkfs.xfs" },
} as const;

/** The name of a Debian package. */
export type DebianPackage = keyof typeof DEBIAN_PACKAGES;

/** What all else here begins with. */
export const BASIC_PACKAGES: readonly DebianPackage[] = ["ca-certificates", "procps"];

/** Those that are not there. */
export function missingPackages(packages: readonly DebianPackage[]): DebianPackage[] {
  // Users other than root may not have the system's programs on their PATH.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  return packages.filter((name) => spawnSync("sh", ["-c", DEBIAN_PACKAGES[name].there], { env }).status !== 0);
}

/** Installs those that are not there, or says what to run where that is not for us to do. */
export async function ensureDebianPackages(state: StateDir, packages: readonly DebianPackage[]): Promise<void> {
  const missing = missingPackages(packages);
  if (missing.length === 0) {
    return;
  }
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new PersonNeeded(howToInstall(missing, isDebian()));
  }
  for (const name of missing) {
    console.log(`installing ${name}: ${DEBIAN_PACKAGES[name].purpose}`);
  }
  const options = {
    timeoutSeconds: INSTALL_SECONDS,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    logFile: state.log("apt-get"),
  };
  await runCommand("apt-get", ["update", "--quiet"], options);
  const install = ["install", "--yes", "--quiet", "--option", `DPkg::Lock::Timeout=${LOCK_SECONDS}`];
  await runCommand("apt-get", [...install, ...missing], options);
}

/** Lets a user talk to the Docker Engine, which is as good as root. */
export const JOIN_DOCKER = 'sudo usermod --append --groups docker "$USER"    # then log in anew';

/** What to run as root, line by line; without Debian, what to look for. */
export function howToInstall(packages: readonly DebianPackage[], debian: boolean): string {
  if (!debian) {
    const what = packages.map((name) => `${DEBIAN_PACKAGES[name].purpose} (Debian: ${name})`).join(", ");
    return `missing: ${what}; install them and put them on the PATH`;
  }
  const names = packages.join(" ");
  const commands = ["sudo apt-get update", `sudo apt-get install --yes ${names}`];
  if (packages.includes("docker.io")) {
    commands.push(JOIN_DOCKER);
  }
  return [`missing, and only root may install it: ${names}; run`, ...commands].join("\n  ");
}

function isDebian(): boolean {
  return existsSync("/etc/debian_version");
}
