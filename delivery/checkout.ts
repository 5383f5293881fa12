import { PROJECT_ROOT } from "../machine/state-dir";
import { runCommand, tryCommand } from "../process/command";
import { UserError } from "../process/user-error";

const GIT_SECONDS = 60;

/** A commit that is checked out, with nothing beside it. */
export interface Checkout {
  readonly commit: string;
  readonly tree: string;
}

/** @throws UserError where the checkout has changes that no commit holds */
export async function cleanCheckout(): Promise<Checkout> {
  const changes = await git("status", "--porcelain");
  if (changes !== "") {
    const lines = changes.split("\n");
    const more = lines.length === 1 ? "" : ` and ${lines.length - 1} more`;
    throw new UserError(
      `the checkout must be clean, so that a commit tells what is planned; got ${JSON.stringify(lines[0])}${more}`,
    );
  }
  return { commit: await git("rev-parse", "HEAD"), tree: await git("rev-parse", "HEAD^{tree}") };
}

/** @throws UserError where the main branch, as this repository last saw it, does not hold the commit */
export async function requireOnMain(branch: string, commit: string): Promise<void> {
  const remotes = await git("remote");
  // A local branch holds whatever somebody committed here.
  const name = remotes.split("\n").includes("origin") ? `origin/${branch}` : branch;
  const ref = name === branch ? `refs/heads/${branch}` : `refs/remotes/${name}`;
  const tip = await tryCommand("git", ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], options);
  if (tip.exitCode !== 0) {
    throw new UserError(`mainBranch (ETHNODE_MAIN_BRANCH) must be a branch that is fetched; got no ${ref}`);
  }
  const { exitCode } = await tryCommand("git", ["merge-base", "--is-ancestor", commit, tip.stdout.trim()], options);
  if (exitCode !== 0) {
    throw new UserError(
      `${name} must hold the commit ${commit}: merge it, or fetch the branch with its history; got ${name} at ${tip.stdout.trim()}`,
    );
  }
}

const options = { cwd: PROJECT_ROOT, timeoutSeconds: GIT_SECONDS };

async function git(...args: string[]): Promise<string> {
  return (await runCommand("git", args, options)).stdout.trimEnd();
}
