import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { NODE_STACK, VAR_FILE } from "../../lab/lab-settings";
import { type ReadySession, requireSession } from "../../lab/session";
import { readLayerReport } from "../../lab/terraform/lab-layer";
import { synthesize } from "../../lab/terraform/synthesize";
import { labEnvironment, Terraform } from "../../lab/terraform/terraform";
import { PROJECT_ROOT, StateDir } from "../../machine/state-dir";
import type { CommandResult } from "../../process/command";
import { type AwsAnswer, callAws } from "./call-aws";

/** Address and actions of everything that a plan would change. */
export type PlannedChanges = Record<string, string[]>;

/** How a command ended and all it printed. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** A lab of the tests' own, beside a developer's. */
export class LabUnderTest {
  readonly state = new StateDir(process.env.LAB_STATE_DIR || path.join(PROJECT_ROOT, "lab", ".state-test"));
  readonly environment = {
    ...process.env,
    LAB_STATE_DIR: this.state.root,
    LAB_PORT: process.env.LAB_PORT ?? "4576",
  };

  get session(): ReadySession {
    return requireSession(this.state);
  }

  get stack(): Terraform {
    return new Terraform(this.state, this.session, this.state.stack(NODE_STACK));
  }

  /** Runs `bin/lab`, as a user does. */
  lab(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync("bin/lab", args, {
      cwd: PROJECT_ROOT,
      env: this.environment,
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  /** Runs `npx cdktf`, as a user does, against the local AWS. */
  cdktf(verb: string, settings: Record<string, string>, values: Record<string, string>): Outcome {
    const ownValues = path.join(this.state.run, "test.tfvars.json");
    writeFileSync(ownValues, JSON.stringify(values));
    const app = ["--app", "node --import tsx lab/app.ts", "--output", this.state.out];
    const options = ["--auto-approve", "--skip-provider-lock", "--var-file", VAR_FILE, "--var-file", ownValues];
    const { status, stdout, stderr } = spawnSync("npx", ["cdktf", verb, NODE_STACK, ...app, ...options], {
      cwd: PROJECT_ROOT,
      env: { ...labEnvironment(this.state, this.session), ...settings },
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  /** Calls the local AWS. */
  aws(service: string, operation: string, parameters: object = {}): AwsAnswer {
    return callAws(this.state, this.session, service, operation, parameters);
  }

  /** Synthesizes with other settings than the lab's own. */
  async synthesize(settings: Record<string, string> = {}): Promise<void> {
    await synthesize(this.state, this.session, this.state.out, settings);
  }

  /** Starts an apply that the test will not let end. */
  startApply(): ChildProcess {
    return spawn(
      this.session.provider.terraform.command,
      [`-chdir=${this.stack.folder}`, "apply", ...APPLY, ...vars({})],
      {
        env: labEnvironment(this.state, this.session),
        stdio: "ignore",
      },
    );
  }

  apply(values: Record<string, string> = {}, ...options: string[]): Promise<CommandResult> {
    return this.stack.try(["apply", ...APPLY, ...vars(values), ...options]);
  }

  destroy(values: Record<string, string> = {}): Promise<CommandResult> {
    return this.stack.try(["destroy", ...APPLY, ...vars(values)]);
  }

  /** What a plan with these values of the variables would change; empty where it says "No changes". */
  async plan(values: Record<string, string> = {}): Promise<PlannedChanges> {
    const file = path.join(this.state.run, "test.tfplan");
    const { exitCode, stderr } = await this.stack.try([
      "plan",
      "-detailed-exitcode",
      `-out=${file}`,
      ...INPUT,
      ...vars(values),
    ]);
    if (exitCode !== 0 && exitCode !== 2) {
      throw new Error(stderr);
    }
    const { stdout } = await this.stack.run(["show", "-json", file]);
    const changes = (JSON.parse(stdout).resource_changes ?? []) as { address: string; change: { actions: string[] } }[];
    const planned = Object.fromEntries(
      changes
        .filter(({ change }) => !["no-op", "read"].includes(change.actions[0] ?? ""))
        .map(({ address, change }) => [address, change.actions]),
    );
    if ((exitCode === 0) !== (Object.keys(planned).length === 0)) {
      throw new Error(`the exit code of the plan, ${exitCode}, contradicts it: ${JSON.stringify(planned)}`);
    }
    return planned;
  }

  /** What the synthesized stack says of one type. */
  addressesOf(type: string): string[] {
    const { resource } = JSON.parse(readFileSync(path.join(this.stack.folder, "cdk.tf.json"), "utf8"));
    return Object.keys(resource[type] ?? {}).map((id) => `${type}.${id}`);
  }

  /** The chain volumes in the local AWS, by their Name tag. */
  chainVolumes(): Record<string, AwsAnswer> {
    const volumes = this.aws("ec2", "describe_volumes").Volumes as AwsAnswer[];
    const nameOf = (volume: AwsAnswer) => volume.Tags?.find(({ Key }: AwsAnswer) => Key === "Name")?.Value ?? "";
    return Object.fromEntries(
      volumes.filter((volume) => nameOf(volume).endsWith("-chain")).map((volume) => [nameOf(volume), volume]),
    );
  }

  /** The rules of a security group in the local AWS, as sorted lines "protocol from to source". */
  allowed(groupId: unknown, direction: "IpPermissions" | "IpPermissionsEgress"): string[] {
    const [group] = this.aws("ec2", "describe_security_groups", { GroupIds: [groupId] }).SecurityGroups;
    return group[direction]
      .flatMap((permission: AwsAnswer) =>
        [
          ...permission.IpRanges.map(({ CidrIp }: AwsAnswer) => CidrIp),
          ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }: AwsAnswer) => CidrIpv6),
          ...(permission.PrefixListIds ?? []).map(({ PrefixListId }: AwsAnswer) => PrefixListId),
          ...permission.UserIdGroupPairs.map(({ GroupId }: AwsAnswer) => GroupId),
        ].map((source) => `${permission.IpProtocol} ${permission.FromPort} ${permission.ToPort} ${source}`),
      )
      .sort();
  }

  /** Whether the provider at hand knows an attribute, or the lab had to leave it out. */
  knows(attribute: string): boolean {
    return !readLayerReport(this.stack.folder).dropped.some((dropped) => dropped.endsWith(`.${attribute}`));
  }
}

const INPUT = ["-input=false", "-no-color"];
const APPLY = [...INPUT, "-auto-approve"];

function vars(values: Record<string, string>): string[] {
  return [`-var-file=${VAR_FILE}`, ...Object.entries(values).map(([name, value]) => `-var=${name}=${value}`)];
}
