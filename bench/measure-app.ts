import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What one synthesis took. */
export interface Measurement {
  readonly seconds: number;
  readonly peakMiB: number;
}

/** Runs a cdktf app as cdktf.json does, in a process of its own. */
export function measureApp(file: string, environment: NodeJS.ProcessEnv = {}): Measurement {
  const outdir = mkdtempSync(path.join(tmpdir(), "bench-"));
  const start = process.hrtime.bigint();
  const { status, output } = spawnSync(
    process.execPath,
    ["--require", path.join(__dirname, "report-memory.cjs"), "--import", "tsx", file],
    {
      cwd: path.resolve(__dirname, ".."),
      env: { ...process.env, ...environment, CDKTF_OUTDIR: outdir },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
      encoding: "utf8",
    },
  );
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  rmSync(outdir, { recursive: true });
  if (status !== 0) {
    throw new Error(`${file} ended with ${status}`);
  }
  return { seconds, peakMiB: Number(output[3]) / 1024 };
}

/** The middle one of several figures. */
export function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] as number;
}
