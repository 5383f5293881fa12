import { copyFileSync, cpSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../machine/state-dir";
import { asObject, parsedObject } from "../plan/json";
import { planOf } from "../plan/read-plan";
import { UserError } from "../process/user-error";
import { projectReview } from "../review/project-review";
import { rendered } from "../review/render";
import { forbidden } from "../review/review";
import { NODE_STACK } from "../stacks/stack-ids";
import { hashOf, PLAN_FILE, STACKS_FOLDER, unpack } from "./bundle";
import { type BundleStore, bundleStore } from "./bundle-store";
import { cleanCheckout, requireOnMain } from "./checkout";
import { Engine } from "./engine";
import { runProgram } from "./run-program";
import { settingsOfProject, stackFolder } from "./synthesized";
import { toolsAtHand } from "./tools";
import { inWorkFolders } from "./work-folders";

const HASH = /^[0-9a-f]{64}$/;
/** Where Terraform leaves the state that it could not write. */
const ERRORED_STATE = "errored.tfstate";
const GO_ON = "what was done is in the state: make a new plan for the rest";

function readHash(args: string[]): string {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [hash = "", ...others] = positionals;
  if (others.length > 0 || !HASH.test(hash)) {
    throw new UserError(
      `HASH must be the 64 hex digits that bin/plan printed; got ${JSON.stringify(positionals.join(" "))}`,
    );
  }
  return hash;
}

async function main(args: string[]): Promise<number> {
  const hash = readHash(args);
  const settings = settingsOfProject();
  const checkout = await cleanCheckout();
  const { program, tools } = toolsAtHand();
  const store = bundleStore(settings);
  const bytes = await bundleOf(store, hash);
  return await inWorkFolders(async ({ bundle, out }) => {
    const manifest = await unpack(bytes, bundle);
    requireSame(manifest, { name: settings.name, stack: NODE_STACK, ...checkout });
    requireSame(manifest.tools, { ...tools });
    await requireOnMain(settings.mainBranch, manifest.commit);
    requireAllowed(manifest.forbidden);
    cpSync(path.join(bundle, STACKS_FOLDER), out, { recursive: true });
    const engine = new Engine(program.command, stackFolder(out));
    await engine.init();
    const file = path.join(bundle, PLAN_FILE);
    // Anew, as an exception may have expired since.
    const review = projectReview(planOf(asObject(parsedObject(await engine.show(file)))));
    process.stdout.write(rendered(review, "plain"));
    requireAllowed(forbidden(review).map(({ resource, rule }) => `${rule} ${resource}`));
    console.log(`applying ${hash}, of commit ${manifest.commit}`);
    try {
      if (await engine.apply(file)) {
        return 0;
      }
    } finally {
      // An interrupted apply leaves one too.
      await keepState(store, hash, path.join(stackFolder(out), ERRORED_STATE));
    }
    throw new UserError(`the apply did not end well; ${GO_ON}`);
  });
}

/** @throws UserError where the store has another bundle under this name, or none */
async function bundleOf(store: BundleStore, hash: string): Promise<Buffer> {
  const bytes = await store.get(`${hash}.tar`);
  if (bytes === undefined) {
    throw new UserError(`HASH must be of a bundle that bin/plan stored; got none at ${store.place(`${hash}.tar`)}`);
  }
  if (hashOf(bytes) !== hash) {
    throw new UserError(`the bundle must have the hash ${hash}, which was reviewed; got ${hashOf(bytes)}`);
  }
  return bytes;
}

/** Compares what was reviewed with what is here. */
function requireSame(reviewed: Readonly<Record<string, unknown>>, here: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(here)) {
    if (reviewed[name] !== value) {
      throw new UserError(`${name} must be ${reviewed[name]}, which was reviewed; got ${value}`);
    }
  }
}

function requireAllowed(findings: readonly string[]): void {
  if (findings.length > 0) {
    throw new UserError(`the plan must hold nothing that the review forbids; got ${findings.join(", ")}`);
  }
}

/** A state that could not be written is the only record of what was made: kept here and beside the bundle. */
async function keepState(store: BundleStore, hash: string, file: string): Promise<void> {
  if (!existsSync(file)) {
    return;
  }
  const name = `errored.${NODE_STACK}.tfstate`;
  copyFileSync(file, path.join(PROJECT_ROOT, name));
  console.error(`apply: THE STATE COULD NOT BE WRITTEN. It is in ${name}: push it with \`terraform state push\``);
  await store.put(`${hash}.${ERRORED_STATE}`, readFileSync(file)).then(
    () => console.error(`apply: a copy is in ${store.place(`${hash}.${ERRORED_STATE}`)}`),
    (error: Error) => console.error(`apply: ${error.message}`),
  );
}

runProgram("apply", main, `; ${GO_ON}`);
