import { tryCommand } from "../process/command";
import { UserError } from "../process/user-error";

const INIT_SECONDS = 900;
const PLAN_SECONDS = 1800;
const SHOW_SECONDS = 300;
/** A destroyed disk waits for its final snapshot. */
const APPLY_SECONDS = 25 * 3600;
/** What holds a lock may be gone in a moment. */
const LOCK_TIMEOUT = "-lock-timeout=120s";
const QUIET = ["-input=false", "-no-color"];

/** Terraform or OpenTofu in the folder of one synthesized stack. */
export class Engine {
  constructor(
    private readonly command: string,
    private readonly folder: string,
  ) {}

  /** Takes the providers of the lock file that is committed, and no other. */
  async init(): Promise<void> {
    await this.run(["init", ...QUIET, "-lockfile=readonly"], INIT_SECONDS);
  }

  /** @param options those of the caller: -var-file=…, -var=…, -destroy, -lock=false */
  async plan(file: string, options: readonly string[]): Promise<void> {
    await this.run(["plan", ...QUIET, LOCK_TIMEOUT, `-out=${file}`, ...options], PLAN_SECONDS);
  }

  /** The JSON of a saved plan, with its sensitive values. */
  async show(file: string): Promise<string> {
    return await this.run(["show", "-no-color", "-json", file], SHOW_SECONDS);
  }

  /** Applies exactly the saved plan and shows how it goes. */
  async apply(file: string): Promise<boolean> {
    const { exitCode } = await this.try(["apply", ...QUIET, LOCK_TIMEOUT, file], APPLY_SECONDS, true);
    return exitCode === 0;
  }

  private async run(args: readonly string[], timeoutSeconds: number): Promise<string> {
    const { exitCode, stderr, stdout } = await this.try(args, timeoutSeconds, false);
    if (exitCode !== 0) {
      throw new UserError(`${this.command} ${args[0]} failed:\n${stderr.trim()}`);
    }
    return stdout;
  }

  private try(args: readonly string[], timeoutSeconds: number, show: boolean) {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    return tryCommand(this.command, [`-chdir=${this.folder}`, ...args], { env, timeoutSeconds, show });
  }
}
