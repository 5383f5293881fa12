import path from "node:path";
import { buildSync } from "esbuild";

/** The monitor as one JavaScript file. */
export function bundleMonitor(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: __dirname,
    entryPoints: [path.join(__dirname, "main.ts")],
    bundle: true,
    platform: "node",
    target: "node22",
    write: false,
  });
  return (outputFiles[0] as { text: string }).text;
}
