import type { StateDir } from "../../machine/state-dir";
import { type CommandResult, runCommand, tryCommand } from "../../process/command";
import { UserError } from "../../process/user-error";
import { LAB_SETTINGS, REGION } from "../lab-settings";
import type { Provider, ReadySession, Session } from "../session";
import { readProviderSchema } from "./provider-schema";

const TIMEOUT_SECONDS = 900;

/** The variables that send Terraform, the AWS command line and lab/app.ts to this lab. */
export function labVariables(state: StateDir, session: Session): Record<string, string> {
  const settings = {
    ...LAB_SETTINGS,
    ...(session.image === undefined ? {} : { ETHNODE_IMAGE: session.image }),
    ...(session.monitorImage === undefined ? {} : { ETHNODE_MONITOR_IMAGE: session.monitorImage }),
    ...(session.stateBucket === undefined ? {} : { ETHNODE_STATE_BUCKET: session.stateBucket }),
  };
  return {
    LAB_STATE_DIR: state.root,
    ...(session.provider === undefined ? {} : programVariables(session.provider)),
    CHECKPOINT_DISABLE: "1",
    TF_CLI_ARGS_init: "-lockfile=readonly",
    DISABLE_VERSION_CHECK: "1",
    // It would ask the registry for sums; the lab writes the lock itself.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    AWS_ENDPOINT_URL: `http://localhost:${session.port}`,
    // Each is the only one that some program reads.
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...settings,
  };
}

function programVariables({ cliConfigFile, terraform }: Provider): Record<string, string> {
  return { TF_CLI_CONFIG_FILE: cliConfigFile, TERRAFORM_BINARY_NAME: terraform.command };
}

/** The whole environment for a command against this lab. A setting in the caller's environment wins, as everywhere, also an empty one. */
export function labEnvironment(state: StateDir, session: Session): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(labVariables(state, session))) {
    if (!(name.startsWith("ETHNODE_") && environment[name] !== undefined)) {
      environment[name] = value;
    }
  }
  leaveSettingsOff(session, environment);
  for (const name of Object.keys(environment)) {
    if (["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE"].includes(name) || name.startsWith("AWS_ENDPOINT_URL_")) {
      delete environment[name];
    }
  }
  return environment;
}

/** Empties the settings that this lab's provider cannot carry out. */
export function leaveSettingsOff(session: Session, environment: NodeJS.ProcessEnv): void {
  for (const { setting } of settingsLeftOff(session, environment)) {
    environment[setting] = "";
  }
}

/** Resource types that the constructs' provider has and older ones lack, and the setting that makes them. */
const SETTINGS_OF_NEW_TYPES = [{ type: "aws_rbin_rule", setting: "ETHNODE_RECYCLE_BIN_DAYS" }] as const;

/** The settings of the caller's that this lab's provider cannot carry out: the lab leaves them off, and says so. */
export function settingsLeftOff(
  { schemaFile }: Session,
  environment: NodeJS.ProcessEnv = process.env,
): (typeof SETTINGS_OF_NEW_TYPES)[number][] {
  if (schemaFile === undefined) {
    return [];
  }
  const known = readProviderSchema(schemaFile).resource_schemas;
  return SETTINGS_OF_NEW_TYPES.filter(({ type, setting }) => environment[setting] && !(type in known));
}

/** Terraform in the folder of one synthesized stack. */
export class Terraform {
  constructor(
    private readonly state: StateDir,
    private readonly session: ReadySession,
    /** Folder with cdk.tf.json. */
    readonly folder: string,
  ) {}

  /** Any Terraform command; answers its exit code, whatever it is. */
  try(args: readonly string[], show = false): Promise<CommandResult> {
    return tryCommand(this.command, this.commandLine(args), this.options(show));
  }

  /** Any Terraform command that must succeed. */
  run(args: readonly string[], show = false): Promise<CommandResult> {
    return runCommand(this.command, this.commandLine(args), this.options(show));
  }

  /** Makes the folder ready. */
  async init(...args: string[]): Promise<void> {
    await this.run(["init", "-input=false", "-no-color", ...args]);
  }

  /** Answers whether anything was changed. */
  async apply(...args: string[]): Promise<boolean> {
    const { stdout } = await this.run(["apply", "-input=false", "-no-color", "-auto-approve", ...args]);
    const done = /Apply complete! Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(stdout);
    if (done === null) {
      throw new UserError(`${this.command} apply did not say what it did; see ${this.log}`);
    }
    return done.slice(1).some((count) => count !== "0");
  }

  /** The stack's outputs by name. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await runCommand(this.command, this.commandLine(["output", "-json"]), this.options(false));
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Where everything that Terraform printed is. */
  get log(): string {
    return this.state.log("terraform");
  }

  private get command(): string {
    return this.session.provider.terraform.command;
  }

  private commandLine(args: readonly string[]): string[] {
    return [`-chdir=${this.folder}`, ...args];
  }

  private options(show: boolean) {
    const env = labEnvironment(this.state, this.session);
    return { env, logFile: this.log, timeoutSeconds: TIMEOUT_SECONDS, show };
  }
}
