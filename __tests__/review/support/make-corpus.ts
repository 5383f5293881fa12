/**
 * Makes the corpus anew: real plans of the project's stacks, by the lab's Terraform on the local AWS. No client runs.
 * Takes some ten minutes for the worlds node, fleet and state, and then read the difference in git:
 *
 *   LAB_PORT=4576 node --import tsx __tests__/review/support/make-corpus.ts [world ...]
 *
 * LAB_STATE_DIR is lab/.state-test, as for all tests.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { VAR_FILE } from "../../../lab/lab-settings";
import { synthesize } from "../../../lab/terraform/synthesize";
import { Terraform } from "../../../lab/terraform/terraform";
import type { Json } from "../../../plan/json";
import { LabUnderTest } from "../../support/lab-under-test";
import { startLocalAws } from "../../support/start-local-aws";
import { CORPUS, inLines, slimPlan, storedCase } from "./corpus";
import { CASES, type PlanCase, WORLDS, type World, type WorldName } from "./corpus-cases";
import type { Stack, StateValues } from "./mutate";

const lab = new LabUnderTest();

/** One stack that is applied, and to which each case is planned. */
class AppliedStack {
  private readonly out: string;
  readonly folder: string;
  private readonly synthesized = new Map<string, string>();

  constructor(
    readonly name: WorldName,
    private readonly world: World,
  ) {
    this.out = path.join(lab.state.root, "corpus", name, "cdktf.out");
    this.folder = path.join(this.out, "stacks", world.stack);
  }

  private get terraform(): Terraform {
    return new Terraform(lab.state, lab.session, this.folder);
  }

  private get stackFile(): string {
    return path.join(this.folder, "cdk.tf.json");
  }

  private get stateFile(): string {
    return path.join(this.out, "..", `terraform.${this.world.stack}.tfstate`);
  }

  /** The stack's JSON by these settings. */
  private async stack(settings: Readonly<Record<string, string>>): Promise<Stack> {
    const key = JSON.stringify(settings);
    if (!this.synthesized.has(key)) {
      await synthesize(lab.state, lab.session, this.out, { ...this.world.settings, ...settings });
      this.synthesized.set(key, readFileSync(this.stackFile, "utf8"));
      copyFileSync(
        path.join(this.folder, "lab_override.tf.json"),
        path.join(this.folder, `override-${this.synthesized.size}`),
      );
    }
    const stack = JSON.parse(this.synthesized.get(key) as string);
    this.world.adapt?.(stack);
    return stack;
  }

  private async write({ mutate, override, settings = {} }: Partial<PlanCase>): Promise<void> {
    const stack = await this.stack(settings);
    const number = [...this.synthesized.keys()].indexOf(JSON.stringify(settings)) + 1;
    const bent = JSON.parse(readFileSync(path.join(this.folder, `override-${number}`), "utf8"));
    override?.(bent);
    writeFileSync(path.join(this.folder, "lab_override.tf.json"), JSON.stringify(bent, undefined, 2));
    mutate?.(stack, existsSync(this.stateFile) ? this.stateValues() : {});
    writeFileSync(this.stackFile, JSON.stringify(stack, undefined, 2));
  }

  /** Attributes in the state, by address. */
  private stateValues(): StateValues {
    const { resources } = JSON.parse(readFileSync(this.stateFile, "utf8"));
    return Object.fromEntries(
      (resources as StateResource[]).flatMap(({ instances, mode, name, type }) =>
        mode === "managed" ? [[`${type}.${name}`, instances[0]?.attributes ?? {}]] : [],
      ),
    );
  }

  private vars(values: Readonly<Record<string, string>>): string[] {
    const all = { ...this.world.values, ...values };
    return [
      ...(this.world.varFile === false ? [] : [`-var-file=${VAR_FILE}`]),
      ...Object.entries(all).map(([name, value]) => `-var=${name}=${value}`),
    ];
  }

  async init(): Promise<void> {
    await this.write({});
    await this.terraform.init();
  }

  async apply(): Promise<void> {
    await this.write({});
    await this.terraform.run(["apply", "-input=false", "-no-color", "-auto-approve", ...this.vars({})]);
  }

  /** The JSON of the plan of a case, whose state is put back. */
  async plan(one: Partial<PlanCase>): Promise<Json> {
    const { args = [], editState, values = {} } = one;
    const kept = `${this.stateFile}.kept`;
    if (existsSync(this.stateFile)) {
      copyFileSync(this.stateFile, kept);
    }
    try {
      await this.write(one);
      if (editState !== undefined) {
        const state = JSON.parse(readFileSync(this.stateFile, "utf8"));
        editState(state);
        writeFileSync(this.stateFile, JSON.stringify({ ...state, serial: state.serial + 1 }));
      }
      const file = path.join(lab.state.root, "corpus", "case.tfplan");
      rmSync(file, { force: true });
      const out = await this.terraform.try([
        "plan",
        "-input=false",
        "-no-color",
        `-out=${file}`,
        ...this.vars(values),
        ...args,
      ]);
      if (!existsSync(file)) {
        throw new Error(`no plan: ${out.stdout.slice(-1500)}\n${out.stderr}`);
      }
      const { stdout } = await this.terraform.run(["show", "-json", file]);
      return JSON.parse(stdout);
    } finally {
      if (existsSync(kept)) {
        copyFileSync(kept, this.stateFile);
        rmSync(kept);
      }
    }
  }
}

/** A resource of Terraform's own state, as far as a case looks at it. */
interface StateResource {
  readonly instances: readonly { readonly attributes: Record<string, unknown> }[];
  readonly mode: string;
  readonly name: string;
  readonly type: string;
}

/** Without the folder that stands in for the host's file system, which is of one machine. */
function write(name: string, content: object): void {
  writeFileSync(path.join(CORPUS, `${name}.json`), inLines(content).replaceAll(`${lab.state.host}/`, "/"));
}

async function main(wanted: readonly string[]): Promise<void> {
  mkdirSync(CORPUS, { recursive: true });
  rmSync(path.join(lab.state.root, "corpus"), { recursive: true, force: true });
  await startLocalAws(lab);
  try {
    for (const [name, world] of Object.entries(WORLDS) as [WorldName, World][]) {
      const cases = CASES.filter((one) => one.world === name);
      // All of a world or none: ids are other ones each time.
      if (wanted.length > 0 && !wanted.includes(name)) {
        continue;
      }
      const stack = new AppliedStack(name, world);
      const store = async (one: PlanCase, base: Json) => {
        try {
          one.before?.(lab);
          const slim = slimPlan(await stack.plan(one));
          const { about, harmful, hurts } = one;
          write(one.name, {
            about,
            ...(harmful ? { harmful } : {}),
            ...(hurts ? { hurts } : {}),
            ...storedCase(name, base, slim),
          });
          console.log(`${one.name}`);
        } catch (error) {
          process.exitCode = 1;
          console.error(`${one.name} FAILED: ${(error as Error).message}`);
        }
      };
      await stack.init();
      const firsts: [PlanCase, Json][] = [];
      for (const one of cases.filter(({ isFirst }) => isFirst)) {
        firsts.push([one, slimPlan(await stack.plan(one))]);
      }
      await stack.apply();
      await stack.plan({});
      const base = slimPlan(await stack.plan({}));
      write(`base-${name}`, base);
      for (const [{ about, harmful, hurts, name: caseName }, slim] of firsts) {
        write(caseName, {
          about,
          ...(harmful ? { harmful } : {}),
          ...(hurts ? { hurts } : {}),
          ...storedCase(name, base, slim),
        });
        console.log(caseName);
      }
      for (const one of cases.filter(({ isFirst }) => !isFirst)) {
        await store(one, base);
      }
    }
  } finally {
    lab.lab("down");
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
