import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Root of the project: where main.ts and docker/ are. */
export const PROJECT_ROOT = path.resolve(__dirname, "..");

/** The folder with all that the lab makes. Two labs on one machine need two of them, and two ports. */
export class StateDir {
  /** Kept by `down`: downloads and builds that cost minutes. */
  readonly cache: string;
  /** The life of one lab: logs, process ids, the session. */
  readonly run: string;
  /** Stands in for the project's folder in the lab's shell: local state files and values of variables of its own. */
  readonly checkout: string;
  /** The synthesized stacks with the lab's layer on top: its cdktf.out. */
  readonly out: string;
  /** Stands in for the EC2 host's file system. */
  readonly host: string;

  constructor(readonly root: string) {
    this.cache = path.join(root, "cache");
    this.run = path.join(root, "run");
    this.checkout = path.join(root, "synth");
    // The local backend's state file goes beside cdktf.out.
    this.out = path.join(this.checkout, "cdktf.out");
    this.host = path.join(root, "host");
  }

  /** The one that LAB_STATE_DIR names, `lab/.state` otherwise. */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env): StateDir {
    return new StateDir(path.resolve(environment.LAB_STATE_DIR || path.join(__dirname, "../lab/.state")));
  }

  /** Makes the folders that are missing. */
  create(): void {
    for (const folder of [this.cache, this.run]) {
      mkdirSync(folder, { recursive: true });
    }
  }

  /** The virtual environment of the local AWS. */
  get venv(): string {
    return path.join(this.cache, "venv");
  }

  /** Python of that environment. */
  get python(): string {
    return path.join(this.venv, "bin", "python");
  }

  /** Where a step's full output goes. */
  log(name: string): string {
    return path.join(this.run, `${name}.log`);
  }

  /** Folder of a synthesized stack. */
  stack(name: string): string {
    return path.join(this.out, "stacks", name);
  }

  /** Removes the synthesized stacks, with the local state and the backend settings beside them. */
  forgetStacks(): void {
    rmSync(this.checkout, { recursive: true, force: true });
  }

  /** Removes what belongs to one life of the lab, and with `all` the cache too; never a file that the lab did not make. */
  clear(all: boolean): void {
    this.forgetStacks();
    for (const folder of [this.run, this.host, ...(all ? [this.cache] : [])]) {
      rmSync(folder, { recursive: true, force: true });
    }
    if (existsSync(this.root) && readdirSync(this.root).length === 0) {
      rmdirSync(this.root);
    }
  }
}
