import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { StateDir } from "../../machine/state-dir";
import type { RequiredProvider } from "../../pins/provider-lock";
import { UserError } from "../../process/user-error";
import { lockEntry, lockFileOf, readProviderLock } from "../../stacks/provider-lock";
import type { ReadySession } from "../session";
import { adaptStack, type Json } from "./adapt-stack";
import { overrideEmptyAnswers } from "./empty-answer";
import { override } from "./override";
import { readProviderSchema } from "./provider-schema";

/** What the lab did to one stack; written beside it as `lab-report.json`. */
export interface LayerReport {
  readonly providerVersion: string;
  /** Attributes that the provider does not know, as `<address>.<attribute>`. */
  readonly dropped: readonly string[];
  /** Types that the provider does not have: Terraform will refuse this stack. */
  readonly unknownTypes: readonly string[];
}

/** Puts the lab's layer on every stack that was synthesized into a folder: product code knows nothing of it. */
export function applyLabLayer(outFolder: string, state: StateDir, session: ReadySession): void {
  const schema = readProviderSchema(session.schemaFile);
  for (const stackName of readdirSync(path.join(outFolder, "stacks"))) {
    const folder = path.join(outFolder, "stacks", stackName);
    const file = path.join(folder, "cdk.tf.json");
    if (!existsSync(file)) {
      continue;
    }
    const { stack, ...found } = adaptStack(JSON.parse(readFileSync(file, "utf8")), schema, session.provider.version);
    const endpoint = `http://localhost:${session.port}`;
    const report: LayerReport = { providerVersion: session.provider.version, ...found };
    writeJson(file, stack);
    const data = overrideEmptyAnswers(stack, session.provider.version);
    writeJson(path.join(folder, "lab_override.tf.json"), {
      ...override(stack, { endpoint, hostFolder: state.host, schema }),
      ...(Object.keys(data).length === 0 ? {} : { data }),
    });
    writeJson(path.join(folder, "lab-report.json"), report);
    writeFileSync(path.join(folder, ".terraform.lock.hcl"), providerLock(stack, session.provider));
  }
}

/** The lab's AWS provider in place of the pinned one; the others as they are committed. */
function providerLock(stack: Json, { lockFile, terraform }: ReadySession["provider"]): string {
  const { required_providers } = stack.terraform as { required_providers: Record<string, RequiredProvider> };
  const committed = readProviderLock(lockFileOf(terraform.command)) ?? "";
  const others = Object.entries(required_providers).filter(([name]) => name !== "aws");
  const entries = others.map(([name, { source, version }]) => {
    const entry = lockEntry(committed, source, version);
    if (entry === undefined) {
      throw new UserError(
        `the ${name} provider, which builds the client's image, has no sums: run bin/lock-providers, or give ready images`,
      );
    }
    return entry;
  });
  return [readFileSync(lockFile, "utf8"), ...entries].join("\n");
}

/** Reads what applyLabLayer() left in the folder of a stack. */
export function readLayerReport(stackFolder: string): LayerReport {
  return JSON.parse(readFileSync(path.join(stackFolder, "lab-report.json"), "utf8"));
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
