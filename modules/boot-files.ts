import { readFileSync } from "node:fs";
import path from "node:path";
import { AssetType, Fn, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { filesBelow } from "./files-below";
import { stageBootFiles } from "./stage-boot-files";

const BOOT_DIRECTORY = path.resolve(__dirname, "boot");
const SCRIPTS = "/opt/ethereum-node";
const UNITS = "/etc/systemd/system";

/** One entry of cloud-init's `write_files`. */
export interface HostFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

/** The scripts and units of boot/, without their comments, read by Terraform when it plans; one copy for all hosts of a stack. */
export class BootFiles extends Construct {
  readonly files: readonly HostFile[];
  /** What is in the files, in their order. */
  readonly texts: readonly string[];
  /** What cloud-init runs at the first boot, once the files are in place. */
  readonly commands: readonly string[][] = [
    ["systemctl", "daemon-reload"],
    // ecs.service, which this starts in the end, waits for cloud-init, which waits for this command: it must not block.
    "systemctl enable --now --no-block host-logs.service ethereum-node.service watch-termination.service".split(" "),
  ];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const staged = stageBootFiles(BOOT_DIRECTORY);
    const asset = new TerraformAsset(this, "files", { path: staged, type: AssetType.DIRECTORY });
    const names = filesBelow(staged);
    this.files = names.map((file) => ({ ...hostTarget(file), content: Fn.file(`${asset.path}/${file}`) }));
    this.texts = names.map((file) => readFileSync(path.join(staged, file), "utf8"));
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
