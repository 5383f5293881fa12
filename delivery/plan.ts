import { chmodSync, cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { asObject, parsedObject } from "../plan/json";
import type { Plan } from "../plan/plan";
import { planOf } from "../plan/read-plan";
import { UserError } from "../process/user-error";
import { projectReview } from "../review/project-review";
import { rendered } from "../review/render";
import { forbidden, type Review } from "../review/review";
import { NODE_STACK } from "../stacks/stack-ids";
import { hashOf, PLAN_FILE, PLAN_JSON, pack, STACKS_FOLDER } from "./bundle";
import { bundleStore } from "./bundle-store";
import { cleanCheckout } from "./checkout";
import { driftOf } from "./drift";
import { Engine } from "./engine";
import { writeReport } from "./report";
import { runProgram } from "./run-program";
import { settingsOfProject, stackFolder, synthesize } from "./synthesized";
import { toolsAtHand } from "./tools";
import { inWorkFolders, type WorkFolders } from "./work-folders";

interface Options {
  /** For Terraform's plan. */
  readonly engineOptions: readonly string[];
  readonly drift: boolean;
  /** Name of what is to be destroyed. */
  readonly destroy?: string;
  readonly report?: string;
}

function readOptions(args: string[]): Options {
  const { tokens, values } = parseArgs({
    args,
    tokens: true,
    options: {
      "var-file": { type: "string", multiple: true },
      var: { type: "string", multiple: true },
      destroy: { type: "string" },
      "no-lock": { type: "boolean" },
      drift: { type: "boolean" },
      report: { type: "string" },
    },
  });
  // In the caller's order, as the last value of a variable counts.
  const variables = tokens.flatMap((token) =>
    token.kind === "option" && ["var", "var-file"].includes(token.name) ? [`-${token.name}=${token.value}`] : [],
  );
  const { destroy, drift = false, "no-lock": noLock = false, report } = values;
  if (drift && destroy !== undefined) {
    throw new UserError("--drift must be given without --destroy");
  }
  return {
    engineOptions: [
      ...variables,
      ...(destroy === undefined ? [] : ["-destroy"]),
      ...(noLock || drift ? ["-lock=false"] : []),
    ],
    drift,
    ...(destroy === undefined ? {} : { destroy }),
    ...(report === undefined ? {} : { report }),
  };
}

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  const settings = settingsOfProject();
  if (options.destroy !== undefined && options.destroy !== settings.name) {
    throw new UserError(
      `--destroy must be followed by the name of the deployment, ${settings.name}; got ${JSON.stringify(options.destroy)}`,
    );
  }
  const checkout = await cleanCheckout();
  const { program, tools } = toolsAtHand();
  return await inWorkFolders(async (folders) => {
    const plan = await makePlan(folders, program.command, options.engineOptions);
    const review = projectReview(plan);
    process.stdout.write(rendered(review, "plain"));
    if (options.drift) {
      return tellDrift(plan, review, checkout.commit, options);
    }
    const findings = forbidden(review).map(({ resource, rule }) => `${rule} ${resource}`);
    const about = { name: settings.name, stack: NODE_STACK, ...checkout, tools, forbidden: findings };
    // What changed meanwhile may have gone into the synth.
    await requireSame(checkout.tree);
    const bytes = await pack(folders.bundle, about);
    const hash = hashOf(bytes);
    const store = bundleStore(settings);
    await store.put(`${hash}.tar`, bytes);
    if (options.report !== undefined) {
      // OpenTofu does not say it.
      const applyable = String(plan.applyable ?? true);
      writeReport(options.report, { review, facts: { hash, commit: checkout.commit, applyable } });
    }
    console.log(`stored ${store.place(`${hash}.tar`)}, of commit ${checkout.commit}`);
    console.log(
      findings.length === 0
        ? `to apply it, once ${settings.mainBranch} holds that commit: bin/apply ${hash}`
        : `FORBIDDEN: bin/apply refuses it: ${findings.join(", ")}`,
    );
    return findings.length === 0 ? 0 : 1;
  });
}

/** Leaves in the bundle's folder the plan, its JSON and the stacks that it was made from. */
async function makePlan({ bundle, out }: WorkFolders, command: string, options: readonly string[]): Promise<Plan> {
  note("synthesizing the stacks");
  await synthesize(out, command);
  cpSync(out, path.join(bundle, STACKS_FOLDER), { recursive: true });
  const engine = new Engine(command, stackFolder(out));
  note(`${path.basename(command)} init, with the committed providers alone`);
  await engine.init();
  note(`${path.basename(command)} plan`);
  const file = path.join(bundle, PLAN_FILE);
  // Terraform would write it for all to read.
  writeFileSync(file, "", { mode: 0o600 });
  await engine.plan(file, options);
  chmodSync(file, 0o600);
  const json = await engine.show(file);
  writeFileSync(path.join(bundle, PLAN_JSON), json, { mode: 0o600 });
  return planOf(asObject(parsedObject(json)));
}

async function requireSame(tree: string): Promise<void> {
  const now = await cleanCheckout();
  if (now.tree !== tree) {
    throw new UserError(`the checkout must stay as it is while the plan is made; got tree ${now.tree} after ${tree}`);
  }
}

function tellDrift(plan: Plan, review: Review, commit: string, { report }: Options): number {
  const drift = driftOf(plan);
  if (report !== undefined) {
    writeReport(report, { review, facts: { drift, commit } });
  }
  const words = {
    none: "no drift: AWS is as this commit says",
    ami: "no drift but a new AMI: the next apply brings it to the nodes",
    drift: "DRIFT: AWS is not as this commit says",
  };
  console.log(words[drift]);
  return drift === "drift" ? 1 : 0;
}

function note(text: string): void {
  console.error(`plan: ${text}`);
}

runProgram("plan", main);
