import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand, shell } from "../../modules/node/boot/support/run-command";
import type { AwsFront } from "./aws-front";

/** What systemd needs of a container; --privileged is refused on some machines. */
const SYSTEMD = [
  "--cgroupns=host",
  "--volume=/sys/fs/cgroup:/sys/fs/cgroup",
  "--tmpfs=/run",
  "--tmpfs=/run/lock",
  "--tmpfs=/tmp",
  "--security-opt=seccomp=unconfined",
  "--security-opt=apparmor=unconfined",
  ...["SYS_ADMIN", "NET_ADMIN", "MKNOD", "SYS_PTRACE", "SYS_CHROOT", "SYS_NICE", "SYSLOG"].map(
    (name) => `--cap-add=${name}`,
  ),
  // Loop devices, which stand for EBS volumes.
  "--device-cgroup-rule=b 7:* rmw",
  "--env=container=docker",
];
/** Label of every container, by which leftovers are found; its value is the port of the local AWS. */
export const LABEL = "ethnode-test-host";

export interface TestHostOptions {
  readonly image: string;
  readonly userData: string;
  readonly instanceId: string;
  readonly front: AwsFront;
  /** Port of the local AWS. */
  readonly labPort: number;
  /** Environment of every service on the host, which shortens waits. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes the container of a test host, not started yet, with its user data and with a folder in which it shows what happens. */
export async function createHostContainer(options: TestHostOptions, log: string): Promise<void> {
  const { environment = {}, front, image, instanceId, labPort, userData } = options;
  const name = ["--name", instanceId, "--hostname", instanceId, "--label", `${LABEL}=${labPort}`];
  const mounts = ["--volume", `${log}:/var/log/test-host`];
  await runCommand("docker", ["create", ...name, ...SYSTEMD, ...mounts, image, "/sbin/init"]);
  const seed = mkdtempSync(path.join(tmpdir(), "seed-"));
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(seed, file)), { recursive: true });
    writeFileSync(path.join(seed, file), content);
  };
  write("var/lib/cloud/seed/nocloud/user-data", userData);
  write("var/lib/cloud/seed/nocloud/meta-data", `instance-id: ${instanceId}\n`);
  const variables = { AWS_EC2_METADATA_SERVICE_ENDPOINT: front.url, AWS_ENDPOINT_URL: front.url, ...environment };
  const pairs = Object.entries(variables).map(([key, value]) => `"${key}=${value}"`);
  write("etc/systemd/system.conf.d/test.conf", `[Manager]\nDefaultEnvironment=${pairs.join(" ")}\n`);
  await shell(`docker cp ${seed}/. ${instanceId}:/`);
  rmSync(seed, { recursive: true });
}
