import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { BootFiles, HostFile } from "./boot-files";

const ENVIRONMENT_FILE = "/etc/ethereum-node/node.env";

export interface HostUserDataProps {
  readonly bootFiles: BootFiles;
  /** What the boot scripts need to know: keys as shell names, values without quotes or line breaks. */
  readonly bootValues: Readonly<Record<string, string>>;
}

/** The cloud-init user data of a host: files as they are, values in one quoted environment file. */
export class HostUserData extends Construct {
  /** gzip and base64, as a launch template takes it. */
  readonly base64: string;

  constructor(scope: Construct, id: string, props: HostUserDataProps) {
    super(scope, id);
    const cloudConfig = new TerraformLocal(this, "cloud-config", {
      write_files: [environmentFile(props.bootValues), ...props.bootFiles.files],
      runcmd: props.bootFiles.commands,
    });
    this.base64 = Fn.base64gzip(Fn.join("\n", ["#cloud-config", Fn.jsonencode(cloudConfig.expression)]));
  }
}

function environmentFile(values: Readonly<Record<string, string>>): HostFile {
  const lines = Object.entries(values).map(([key, value]) => `${key}='${value}'\n`);
  return { path: ENVIRONMENT_FILE, permissions: "0644", content: lines.join("") };
}
