import { readdirSync } from "node:fs";
import path from "node:path";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";

const BOOT_DIRECTORY = path.resolve(__dirname, "boot");
const SCRIPTS = "/opt/ethereum-node";
const UNITS = "/etc/systemd/system";

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
    // ecs.service, which this starts in the end, waits for cloud-init, which waits for this command: it must not block.
    "systemctl enable --now --no-block host-logs.service ethereum-node.service watch-termination.service".split(" "),
  ];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const asset = new TerraformAsset(this, "files", { path: BOOT_DIRECTORY, type: AssetType.DIRECTORY });
    this.files = readdirSync(BOOT_DIRECTORY)
      .sort()
      .map((file) => ({ ...hostTarget(file), content: Fn.file(`${asset.path}/${file}`) }));
  }
}

/** Where a file of boot/ goes on the host. */
function hostTarget(file: string): Omit<HostFile, "content"> {
  switch (path.extname(file)) {
    case ".py":
    case ".sh":
      return { path: `${SCRIPTS}/${file}`, permissions: file === "lib.sh" ? "0644" : "0755" };
    case ".conf":
      // Named after the unit of the AMI that it adds to.
      return { path: `${UNITS}/${file.split("-")[0]}.service.d/${file}`, permissions: "0644" };
    default:
      return { path: `${UNITS}/${file}`, permissions: "0644" };
  }
}
