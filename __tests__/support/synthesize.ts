import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { DeliveryStack } from "../../stacks/delivery-stack";
import { NodeStack } from "../../stacks/node-stack";
import { readSettings } from "../../stacks/settings/settings";
import { StateStack } from "../../stacks/state-stack";

export type Block = Record<string, unknown>;

/** A synthesized stack as Terraform reads it. */
export interface TerraformJson {
  readonly data: Record<string, Record<string, Block>>;
  readonly resource: Record<string, Record<string, Block>>;
  readonly variable: Record<string, Block>;
  readonly output: Record<string, Block>;
  readonly provider: Record<string, Block[]>;
  readonly terraform: Block & { backend: Record<string, Block> };
  readonly locals: Record<string, Block>;
}

/** Synthesizes both stacks as main.ts does, with these environment variables and this context. */
export function synthesize(environment: NodeJS.ProcessEnv = {}, context: Record<string, unknown> = {}) {
  return read(environment, context, (key, value) => (key === "//" ? undefined : value));
}

/** The same with cdktf's own metadata, and with the exceptions from checks that resources carry. */
export function synthesizeWithMetadata(environment: NodeJS.ProcessEnv) {
  return read(environment, {}, (_, value) => value);
}

function read(
  environment: NodeJS.ProcessEnv,
  context: Record<string, unknown>,
  revive: (key: string, value: unknown) => unknown,
): { node: TerraformJson; state: TerraformJson; delivery?: TerraformJson } {
  const outdir = mkdtempSync(path.join(tmpdir(), "synth-"));
  try {
    const app = new App({ outdir, context });
    const settings = readSettings(app, environment);
    new StateStack(app, "state", settings);
    const { repository, stateBucket } = settings;
    const delivers = repository !== undefined && stateBucket !== undefined;
    if (delivers) {
      new DeliveryStack(app, "delivery", { ...settings, repository, stateBucket });
    }
    new NodeStack(app, "mainnet-parity", settings);
    app.synth();
    const stack = (name: string): TerraformJson =>
      JSON.parse(readFileSync(path.join(outdir, "stacks", name, "cdk.tf.json"), "utf8"), revive);
    return {
      node: stack("mainnet-parity"),
      state: stack("state"),
      ...(delivers ? { delivery: stack("delivery") } : {}),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Every resource of a type, in the order of their ids. */
export function resources(stack: TerraformJson, type: string): Block[] {
  return Object.values(stack.resource[type] ?? {});
}

/** The one resource of a type; fails where there are more or none. */
export function only(stack: TerraformJson, type: string): Block {
  const [first, ...others] = resources(stack, type);
  if (first === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, found ${resources(stack, type).length}`);
  }
  return first;
}
