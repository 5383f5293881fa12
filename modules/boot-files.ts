import path from "node:path";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";

const BOOT_DIRECTORY = path.resolve(__dirname, "boot");
const SCRIPTS = "/opt/ethereum-node";
const UNITS = "/etc/systemd/system";
const DROP_INS = `${UNITS}/ecs.service.d`;

/** Where each file of boot/ goes on the host. */
const TARGETS: Readonly<Record<string, readonly [directory: string, permissions: string]>> = {
  "lib.sh": [SCRIPTS, "0644"],
  "chain-disk.sh": [SCRIPTS, "0755"],
  "client-facts.sh": [SCRIPTS, "0755"],
  "dns-record.sh": [SCRIPTS, "0755"],
  "ecs-config.sh": [SCRIPTS, "0755"],
  "stop-containers.sh": [SCRIPTS, "0755"],
  "chain-disk.service": [UNITS, "0644"],
  "client-facts.service": [UNITS, "0644"],
  "dns-record.service": [UNITS, "0644"],
  "ecs-config.service": [UNITS, "0644"],
  "stop-containers.service": [UNITS, "0644"],
  "ecs-after-chain-disk.conf": [DROP_INS, "0644"],
};

/** One entry of cloud-init's `write_files`. */
export interface HostFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

/** The scripts and units of boot/, read by Terraform when it plans; one copy for all hosts of a stack. */
export class BootFiles extends Construct {
  readonly files: readonly HostFile[];
  /** What cloud-init runs at the first boot, once the files are in place. */
  readonly commands: readonly string[][] = [
    ["systemctl", "daemon-reload"],
    // ecs.service waits for cloud-init, which waits for this command: it must not block. All else starts as its dependency.
    ["systemctl", "start", "--no-block", "ecs.service"],
  ];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const asset = new TerraformAsset(this, "files", { path: BOOT_DIRECTORY, type: AssetType.DIRECTORY });
    this.files = Object.entries(TARGETS).map(([file, [directory, permissions]]) => ({
      path: `${directory}/${file}`,
      permissions,
      content: Fn.file(`${asset.path}/${file}`),
    }));
  }
}
