import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT, StateDir } from "../../../machine/state-dir";
import { terraformAtHand } from "../../../machine/terraform-program";

const COPIED = ["bin", "cost", "delivery", "machine", "modules", "monitor", "plan", "process", "review", "stacks"];
const FILES = [".gitignore", "package.json", "tsconfig.json"];

/** What stands in for main.ts: a stack that needs no provider, so that the real Terraform plans and applies it anywhere. */
const APP = `set -eu
echo "Warning: synthesized by the test's app" >&2
stack=$CDKTF_OUTDIR/stacks/mainnet-parity
mkdir -p "$stack/assets"
cp stack.tf.json "$stack/cdk.tf.json"
cp asset.sh "$stack/assets/asset.sh"
cp lock.hcl "$stack/.terraform.lock.hcl"
`;
const STACK = {
  terraform: { backend: { local: { path: "../../../terraform.mainnet-parity.tfstate" } } },
  variable: { word: { type: "string", default: "one" }, password: { type: "string", sensitive: true } },
  resource: {
    terraform_data: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's
      plain: { input: "${var.word}" },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's
      secret: { input: "${var.password}" },
    },
  },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's
  output: { said: { value: "${terraform_data.plain.output}" } },
};

const TERRAFORM = terraformAtHand(StateDir.fromEnvironment())?.command ?? "terraform";

/** A value that no program may print. */
export const PASSWORD = "hunter2-hunter2";

/** How a command ended and all it printed. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's repository of this project, in a folder of its own, with its main branch checked out. */
export class UserCheckout {
  private readonly home = mkdtempSync(path.join(tmpdir(), "checkout-"));
  readonly root = path.join(this.home, "project");

  /** @param parts further parts of the project */
  constructor(app = "bash app.sh", parts: readonly string[] = []) {
    for (const part of [...COPIED, ...FILES, ...parts]) {
      cpSync(path.join(PROJECT_ROOT, part), path.join(this.root, part), {
        recursive: true,
        filter: (file) => !path.basename(file).startsWith(".state"),
      });
    }
    this.write("cdktf.json", JSON.stringify({ app }));
    this.write("app.sh", APP);
    this.write("stack.tf.json", JSON.stringify(STACK));
    this.write("asset.sh", "#!/bin/sh\n");
    this.write("lock.hcl", "# No provider beside the built-in one.\n");
    this.git("init", "--quiet", "--initial-branch=main");
    this.linkPackages();
    this.commit("first");
  }

  /** The same on another machine, which has what was pushed and nothing else. */
  cloned(): UserCheckout {
    const other: UserCheckout = Object.create(UserCheckout.prototype);
    const home = mkdtempSync(path.join(tmpdir(), "checkout-"));
    Object.assign(other, { home, root: path.join(home, "clone") });
    this.git("clone", "--quiet", ".", other.root);
    other.linkPackages();
    return other;
  }

  private linkPackages(): void {
    symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(this.root, "node_modules"));
    // The link is no folder, which .gitignore speaks of.
    writeFileSync(path.join(this.root, ".git", "info", "exclude"), "node_modules\n");
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.root, file), text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  git(...args: string[]): string {
    const who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...who, ...args], { cwd: this.root, encoding: "utf8" }).trim();
  }

  /** Commits all that there is. Answers the commit. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    return this.git("rev-parse", "HEAD");
  }

  private environment(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !/^(ETHNODE|TF|GIT)_/.test(name));
    return {
      ...Object.fromEntries(own),
      TERRAFORM_BINARY_NAME: TERRAFORM,
      TF_VAR_password: PASSWORD,
      TMPDIR: this.home,
      ...changes,
    };
  }

  private run(program: string, args: readonly string[], changes: NodeJS.ProcessEnv): Outcome {
    const { status, stderr, stdout } = spawnSync(path.join(this.root, program), args, {
      cwd: this.root,
      encoding: "utf8",
      timeout: 240_000,
      env: this.environment(changes),
    });
    return { status, stdout, stderr };
  }

  /** An apply that the test will not let end. */
  startApply(hash: string): { child: ChildProcess; ended: Promise<Outcome> } {
    const child = spawn(path.join(this.root, "bin/apply"), [hash], { cwd: this.root, env: this.environment({}) });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (text) => {
      output.stdout += text;
    });
    child.stderr.on("data", (text) => {
      output.stderr += text;
    });
    const ended = once(child, "close").then(([status]) => ({ status, ...output }));
    return { child, ended };
  }

  plan(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Outcome {
    return this.run("bin/plan", args, environment);
  }

  apply(hash: string, environment: NodeJS.ProcessEnv = {}): Outcome {
    return this.run("bin/apply", [hash], environment);
  }

  /** Makes a plan that must succeed. Answers its hash. */
  planned(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): string {
    const { status, stderr, stdout } = this.plan(args, environment);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    return hashIn(stdout);
  }

  /** Files of the stored bundles. */
  get bundles(): string[] {
    return readdirSync(path.join(this.root, BUNDLES));
  }

  /** What is left of folders of a run. */
  get leftovers(): string[] {
    return [this.home, this.root].flatMap((folder) => readdirSync(folder).filter((name) => /^\.?delivery-/.test(name)));
  }
}

export const BUNDLES = ".delivery/plans/mainnet-parity";

export function hashIn(stdout: string): string {
  return /\/([0-9a-f]{64})\.tar, of commit/.exec(stdout)?.[1] ?? "none";
}
