import { gzipSync } from "node:zlib";
import { Fn, Op, type Precondition, TerraformLocal, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { NODE_ENV_FILE, type NodeEnv, nodeEnvText } from "../host-contract";
import { SourceError } from "../source-error";
import type { BootFiles, HostFile } from "./boot-files";

/** What a launch template takes, before base64. */
export const MAXIMUM_USER_DATA_BYTES = 16_384;
/** As long as any id that AWS gives, and as hard to compress. */
const ID = "0123456789abcdefghijklmn";
const WHAT_TO_DO = "shorten the longest settings, such as checkpointUrls";

export interface HostUserDataProps {
  readonly bootFiles: BootFiles;
  readonly nodeEnv: NodeEnv;
}

/**
 * The cloud-init user data of a host: files as they are, values in one quoted environment file. Beside it, for whoever reads a
 * plan, the same values and the sum of each file in the clear.
 */
export class HostUserData extends Construct {
  /** gzip and base64, as a launch template takes it. */
  readonly base64: string;

  constructor(scope: Construct, id: string, props: HostUserDataProps) {
    super(scope, id);
    const environment: HostFile = {
      path: NODE_ENV_FILE,
      permissions: "0644",
      content: nodeEnvText(props.nodeEnv),
    };
    requireToFit(environment.content, props.bootFiles);
    const cloudConfig = new TerraformLocal(this, "cloud-config", {
      write_files: [environment, ...props.bootFiles.files],
      runcmd: props.bootFiles.commands,
    });
    const files = props.bootFiles.files.map(({ content, path }) => [path, Fn.sha256(content)]);
    // Not cdktf's DataResource: its synth runs `terraform version`, and fails where there is none.
    const readable = new TerraformResource(this, "readable", { terraformResourceType: "terraform_data" });
    readable.addOverride("input", { node_env: { ...props.nodeEnv }, sha256_of_files: Object.fromEntries(files) });
    this.base64 = Fn.base64gzip(Fn.join("\n", ["#cloud-config", Fn.jsonencode(cloudConfig.expression)]));
  }

  /** Refuses the plan where it is too long by a byte; AWS would only in the middle of an apply. */
  get fits(): Precondition {
    const padding = Fn.lengthOf(Fn.regexall("=", this.base64));
    const bytes = Op.sub(Op.mul(Op.div(Fn.lengthOf(this.base64), 4), 3), padding);
    return {
      condition: Op.lte(bytes, MAXIMUM_USER_DATA_BYTES),
      errorMessage: `User data must be at most ${MAXIMUM_USER_DATA_BYTES} bytes, gzipped and before base64; got ${bytes}: ${WHAT_TO_DO}.`,
    };
  }
}

/** Before the first plan, at which Terraform does not know the ids, and so not the length either. */
function requireToFit(environment: string, { commands, files, texts }: BootFiles): void {
  // Tokens, as cdktf writes them into a string.
  const values = environment.replace(/\$\{[^}]*\}/g, ID);
  const targets = files.map(({ path, permissions }) => ({ path, permissions }));
  const bytes = gzipSync(JSON.stringify([values, targets, texts, commands])).length;
  if (bytes > MAXIMUM_USER_DATA_BYTES) {
    throw new SourceError(
      `User data must be at most ${MAXIMUM_USER_DATA_BYTES} bytes, gzipped; got about ${bytes}: ${WHAT_TO_DO}`,
    );
  }
}
