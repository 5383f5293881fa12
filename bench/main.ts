import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { everyPair } from "../stacks/settings/every-choice";
import { type Measurement, measureApp, median } from "./measure-app";

const RUNS = 7;

const apps: Record<string, () => Measurement> = {
  "one resource": () => measureApp("bench/one-resource-app.ts"),
  "default stacks": () => measureApp("main.ts"),
  "50 nodes": () => measureApp("main.ts", { ETHNODE_NODE_COUNT: "50" }),
};

const runs: Record<string, Measurement[]> = {};
for (let run = 0; run <= RUNS; run++) {
  for (const [name, measure] of Object.entries(apps)) {
    const measurement = measure();
    // The first round only warms the caches.
    if (run > 0) {
      runs[name] = [...(runs[name] ?? []), measurement];
    }
  }
}

const pairs = everyPair().map((environment) => measureApp("main.ts", environment).seconds);

const seconds = (name: string) => median((runs[name] ?? []).map((run) => run.seconds));
const peakMiB = (name: string) => median((runs[name] ?? []).map((run) => run.peakMiB));
for (const name of Object.keys(apps)) {
  console.log(`${name.padEnd(15)} ${seconds(name).toFixed(2)} s  ${peakMiB(name).toFixed(0)} MiB  (median of ${RUNS})`);
}

console.log(
  `${pairs.length} pairs of clients, each once: ${median(pairs).toFixed(2)} s (median), ${Math.max(...pairs).toFixed(2)} s (slowest)`,
);

report("default stacks / one resource, time", seconds("default stacks") / seconds("one resource"), 2.0);
report("default stacks / one resource, memory", peakMiB("default stacks") / peakMiB("one resource"), 1.6);
report("slowest pair / default stacks, time", Math.max(...pairs) / seconds("default stacks"), 2.0);
report("50 nodes / 1 node, time", seconds("50 nodes") / seconds("default stacks"), 2.5);
if (existsSync("node_modules/.bin/cdktf")) {
  report("npx cdktf synth, seconds", secondsOfCli(), 8);
} else {
  console.log("npx cdktf synth was not measured: cdktf-cli is not installed here");
}

function secondsOfCli(): number {
  const start = Date.now();
  execFileSync("npx", ["cdktf", "synth"], { stdio: "ignore", env: { ...process.env, CHECKPOINT_DISABLE: "1" } });
  return (Date.now() - start) / 1000;
}

function report(what: string, figure: number, limit: number): void {
  console.log(`${figure <= limit ? "ok  " : "OVER"} ${what}: ${figure.toFixed(2)} (at most ${limit})`);
}
