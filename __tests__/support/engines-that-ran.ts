import { readFileSync } from "node:fs";
import path from "node:path";
import { ENGINES, ENGINES_OF_EVERY_RUN } from "./engines";
import { table } from "./markdown";

/** What the last run with ENGINES=all left. */
export const ENGINES_THAT_RAN = path.resolve(__dirname, "../deploy/engines-that-ran.json");

/** An engine that has gone through a whole life of the stack. */
export interface EngineRun {
  readonly name: string;
  readonly version: string;
  /** Version of the AWS provider. */
  readonly provider: string;
  readonly date: string;
}

export function engineKey({ name, version }: Pick<EngineRun, "name" | "version">): string {
  return `${name} ${version}`;
}

/** A line for each engine, for docs/engines.md. */
export function engineTable(): string {
  const runs: EngineRun[] = JSON.parse(readFileSync(ENGINES_THAT_RAN, "utf8"));
  const [oldest, newest] = ENGINES_OF_EVERY_RUN.map(engineKey);
  const rows = ENGINES.map((engine) => {
    const run = runs.find((one) => engineKey(one) === engineKey(engine));
    const key = engineKey(engine);
    const every = { [`${oldest}`]: "begins it", [`${newest}`]: "ends it, on the state of the oldest" }[key] ?? "";
    return [key, run === undefined ? "**has not run**" : `${run.date}, provider ${run.provider}`, every];
  });
  return table(["program", "a whole life of the stack", "in every `bin/test`"], rows).join("\n");
}
