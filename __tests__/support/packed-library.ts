import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../machine/state-dir";

const MODULES = path.join(PROJECT_ROOT, "node_modules");
/** What `npx cdktf init` writes for TypeScript, and checking of declarations too. */
const TSCONFIG = {
  compilerOptions: {
    target: "ES2018",
    module: "commonjs",
    lib: ["es2018"],
    types: ["node"],
    strict: true,
    alwaysStrict: true,
    declaration: true,
    experimentalDecorators: true,
    inlineSourceMap: true,
    inlineSources: true,
    noFallthroughCasesInSwitch: true,
    noImplicitAny: true,
    noImplicitReturns: true,
    noImplicitThis: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    resolveJsonModule: true,
    strictNullChecks: true,
    stripInternal: true,
    esModuleInterop: true,
    skipLibCheck: false,
  },
  include: ["main.ts"],
};
/** What the app has beside the package: the peers, and what a TypeScript app needs. */
const LINKED = ["@cdktf/provider-aws", "@cdktf/provider-docker", "@types/node", "cdktf", "constructs", "undici-types"];

/** The library as npm packs it. */
export interface PackedLibrary {
  readonly file: string;
  /** Bytes of that file. */
  readonly size: number;
  /** Paths in the package. */
  readonly files: readonly string[];
}

/** Packs the library into a new folder. */
export function packLibrary(): PackedLibrary {
  const folder = mkdtempSync(path.join(tmpdir(), "package-"));
  const answer = execFileSync("npm", ["pack", "./library", "--json", "--silent", "--pack-destination", folder], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    timeout: 300_000,
  });
  const [{ filename, files, size }] = JSON.parse(answer.slice(answer.indexOf("[")));
  return {
    file: path.join(folder, filename),
    size,
    files: files.map(({ path: name }: { path: string }) => name).sort(),
  };
}

/** A new app outside of the project, with the package installed and its peers linked. Answers its folder. */
export function newApp(library: PackedLibrary): string {
  const folder = mkdtempSync(path.join(tmpdir(), "app-"));
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "app", private: true }));
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  // The peers take minutes and a gigabyte: npm leaves them to the links.
  const options = ["--legacy-peer-deps", "--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  execFileSync("npm", ["install", ...options, library.file], { cwd: folder, timeout: 180_000 });
  for (const name of LINKED) {
    const link = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(MODULES, name), link);
  }
  cpSync(path.join(PROJECT_ROOT, "library", "example", "main.ts"), path.join(folder, "main.ts"));
  return folder;
}

/** Compiles the app, checks its types, and synthesizes it. Answers the folder of the output. */
export function buildApp(folder: string): string {
  const run = (...args: string[]) =>
    execFileSync("node", args, { cwd: folder, encoding: "utf8", stdio: "pipe", timeout: 180_000 });
  run(path.join(MODULES, "typescript", "bin", "tsc"));
  run("main.js");
  return path.join(folder, "cdktf.out");
}
