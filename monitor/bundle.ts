import path from "node:path";
import { buildSync } from "esbuild";
import { readPage } from "./page";

/** The monitor as one file of JavaScript, the same on every machine: Node 22 runs it as CommonJS. */
export function bundleMonitor(): string {
  return bundleProgram(path.join(__dirname, "main.ts"));
}

/** Bundles a program with all that it imports. */
export function bundleProgram(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.basename(file)],
    // Paths in comments are then relative to it, and no path of this machine is in the bundle.
    absWorkingDir: path.dirname(file),
    bundle: true,
    write: false,
    platform: "node",
    target: "node22",
    format: "cjs",
    charset: "utf8",
    define: { PAGE_HTML: JSON.stringify(readPage().html) },
    logLevel: "silent",
    // No setting of whoever synthesizes may change it.
    tsconfigRaw: { compilerOptions: { target: "ES2022" } },
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) {
    throw new Error(`${file} made no bundle`);
  }
  return bundle.text;
}
