import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { AssetType, Fn, TerraformAsset, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../aws/accept-findings";
import type { AwsAccount } from "../aws/aws-account";
import type { PolicyStatement } from "../aws/iam-policy";
import { NODE_ENV_RULES, NODE_ENV_RULES_FILE, type NodeEnv } from "../host-contract";
import { requireUnixLines } from "../image/require-unix-lines";
import { stagingFolder } from "../image/staging-folder";
import { withoutComments } from "./without-comments";

const BOOT_DIRECTORY = path.resolve(__dirname, "boot");
const SCRIPTS = "/opt/ethereum-node";
const UNITS = "/etc/systemd/system";
/** With these a host fetches the rest; the additions to units of the image must be there before those units start. */
const IN_USER_DATA = /^(lib\.sh|limits\.sh|install-aws-cli\.sh|fetch-boot-files\.(sh|service)|.*\.conf)$/;
/** SSM takes 4,096 characters a parameter; the first is ours, as none may be empty. */
const PART_CHARACTERS = 4000;
/** The one file that is not in boot/, as the stack has its content. */
const RULES: HostFile = { path: NODE_ENV_RULES_FILE, permissions: "0644", content: NODE_ENV_RULES };

/** One entry of cloud-init's `write_files`. */
export interface HostFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

export interface BootFilesProps {
  /** Prefix of every name in AWS. */
  readonly name: string;
  readonly account: AwsAccount;
}

/**
 * The scripts and units of boot/, read by Terraform when it plans; one copy for all hosts of a stack. User data has no room for all,
 * so it brings the few files with which a host fetches the others from SSM parameters.
 */
export class BootFiles extends Construct {
  /** What user data brings. */
  readonly files: readonly HostFile[];
  /** The text of each of those files. */
  readonly texts: readonly string[];
  /** What cloud-init runs at the first boot, once those files are in place. */
  readonly commands: readonly string[][] = [
    ["systemctl", "daemon-reload"],
    // ecs.service, which this starts in the end, waits for cloud-init, which waits for this command: it must not block.
    ["systemctl", "enable", "--now", "--no-block", "fetch-boot-files.service"],
  ];
  /** What the host must know to fetch the others. */
  readonly nodeEnv: Pick<NodeEnv, "BOOT_FILES" | "BOOT_FILES_SHA256">;
  /** The right of a host to read the others. */
  readonly fetchStatement: PolicyStatement;

  constructor(scope: Construct, id: string, props: BootFilesProps) {
    super(scope, id);
    requireUnixLines(BOOT_DIRECTORY);
    const all = readdirSync(BOOT_DIRECTORY).sort();
    const brought = all.filter((file) => IN_USER_DATA.test(file));
    const fetched = all.filter((file) => !IN_USER_DATA.test(file));
    const partCount = partsOf(fetched);
    const asset = new TerraformAsset(this, "files", { path: stage(all), type: AssetType.DIRECTORY });
    const hostFile = (file: string) => ({ ...hostTarget(file), content: Fn.file(`${asset.path}/${file}`) });
    const bundle = new TerraformLocal(
      this,
      "bundle",
      Fn.base64gzip(Fn.jsonencode(new TerraformLocal(this, "fetched", [...fetched.map(hostFile), RULES]).expression)),
    );
    const folder = `${props.name}/boot-files`;
    const parts = Array.from({ length: partCount }, (_, index) => {
      // Two digits, so that their names sort as they follow each other.
      const id = `part-${String(index).padStart(2, "0")}`;
      const part = new SsmParameter(this, id, {
        name: `/${folder}/${id}`,
        type: "String",
        // Which a plan hides: nobody reads 4,000 characters of gzip, and the sum of each file is beside the user data.
        value: Fn.join("", [".", Fn.substr(bundle.asString, index * PART_CHARACTERS, PART_CHARACTERS)]),
      });
      acceptFindings(part, "2026-11-26", { CKV2_AWS_34: "the project's own scripts, which hold no secret" });
      return part.name;
    });

    this.files = brought.map(hostFile);
    this.texts = brought.map(textOf);
    this.nodeEnv = { BOOT_FILES: parts.join(" "), BOOT_FILES_SHA256: Fn.sha256(bundle.asString) };
    this.fetchStatement = {
      Sid: "FetchBootFiles",
      Effect: "Allow",
      Action: ["ssm:GetParameters"],
      Resource: [props.account.arn("ssm", `parameter/${folder}/*`)],
    };
  }
}

/** A folder with the files as a host gets them. */
function stage(files: readonly string[]): string {
  const folder = stagingFolder("boot-files-");
  for (const file of files) {
    writeFileSync(path.join(folder, file), textOf(file));
  }
  return folder;
}

/** A file as a host gets it. Python stays as it is: its lines count. */
function textOf(file: string): string {
  const text = readFileSync(path.join(BOOT_DIRECTORY, file), "utf8");
  return path.extname(file) === ".py" ? text : withoutComments(text);
}

/** How many parameters the files need; Terraform's gzip and Node's differ by some bytes. */
function partsOf(files: readonly string[]): number {
  const content = [...files.map((file) => ({ ...hostTarget(file), content: textOf(file) })), RULES];
  const characters = (gzipSync(JSON.stringify(content)).length + 256) * (4 / 3);
  return Math.ceil(characters / PART_CHARACTERS);
}

/** What others only source or import names no interpreter. */
function isProgram(file: string): boolean {
  return textOf(file).startsWith("#!");
}

/** Where a file of boot/ goes on the host. */
function hostTarget(file: string): Omit<HostFile, "content"> {
  switch (path.extname(file)) {
    case ".py":
    case ".sh":
      return { path: `${SCRIPTS}/${file}`, permissions: isProgram(file) ? "0755" : "0644" };
    case ".conf":
      // Named after the unit of the AMI that it adds to.
      return { path: `${UNITS}/${file.split("-")[0]}.service.d/${file}`, permissions: "0644" };
    default:
      return { path: `${UNITS}/${file}`, permissions: "0644" };
  }
}
