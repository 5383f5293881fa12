import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..");
/** Folders and files from the ground up: each imports from itself and from those before it, never from one after it. */
const ORDER = [
  "modules/source-error.ts",
  "modules/host-contract.ts",
  "modules/aws",
  "modules/clients",
  "modules/image",
  "modules/fleet",
  "modules/node",
  "modules",
  "stacks/variable-names.ts",
  "stacks/settings",
  "stacks/variables",
  "stacks",
  "main.ts",
  "bench",
  "process",
  "machine",
  "pins",
  "publish",
  "preflight",
  "lab/lab-settings.ts",
  "lab/session.ts",
  "lab/emulator",
  "lab/running-lab.ts",
  "lab/client",
  "lab/terraform",
  "lab/shell",
  "lab/verbs",
  "lab",
  "__tests__",
];
const isIn = (part: string, file: string) => file === part || file.startsWith(`${part}/`);
const rooms = [...new Set(ORDER.map((part) => part.split("/")[0] as string))];
const everything = rooms.flatMap((room) =>
  room.endsWith(".ts")
    ? [room]
    : readdirSync(path.join(ROOT, room), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !file.startsWith(".state"))
        .map((file) => path.join(room, file))
        .sort(),
);
const product = everything.filter((file) => !isIn("__tests__", file));
const code = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
/** Of a file that stands in several parts of the order, the narrowest counts. */
const levelOf = (file: string) => {
  const parts = ORDER.filter((part) => isIn(part, file)).sort((one, other) => other.length - one.length);
  return ORDER.indexOf(parts[0] as string);
};
/** The project's own files that a file imports. */
const importsOf = (file: string) =>
  [...code(file).matchAll(/(?:from|import\(|require\() ?"(\.{1,2}\/[^"]+)"/g)]
    .map(([, name]) => path.join(path.dirname(file), name as string))
    .map((name) => everything.find((other) => other === `${name}.ts`))
    .filter((name) => name !== undefined);
/** The files that do not keep a rule, so that one wrong file is one readable failure. */
const offenders = (files: readonly string[], keeps: (text: string, file: string) => boolean) =>
  files.filter((file) => !keeps(code(file), file));

test("every file is found", () => {
  expect(everything.length).toBeGreaterThan(300);
  expect(new Set(product.map(levelOf)).size).toBe(ORDER.length - 1);
});

test("folders call each other in one direction only", () => {
  const upwards = product.flatMap((file) =>
    importsOf(file)
      .filter((other) => levelOf(other) > levelOf(file))
      .map((other) => `${file} imports ${other}`),
  );
  expect(upwards).toEqual([]);
});

test("no file imports a whole provider, which costs seconds and 570 MB", () => {
  const whole = /(from|require\(|import\()\s*["']@cdktf\/provider-(aws|docker)(\/lib(\/index)?)?["']/;
  expect(offenders(everything, (text) => !whole.test(text))).toEqual([]);
});

test("modules make no provider, backend, variable or output and read no environment", () => {
  const made = /new (\w*Provider|\w*Backend|TerraformVariable|TerraformOutput|TerraformStack)\(|process\.env/;
  const modules = everything.filter((file) => isIn("modules", file));
  expect(offenders(modules, (text) => !made.test(text))).toEqual([]);
});

// So that README's commands work after `npm ci --omit=dev` too.
test("only tests import packages that are for tests only", () => {
  const { devDependencies } = JSON.parse(code("package.json"));
  const packagesOf = (text: string) =>
    [...text.matchAll(/(?:from|import\() ?"((?:@[^/"]+\/)?[^./"][^/"]*)/g)].map(([, name]) => name as string);
  expect(offenders(product, (text) => !packagesOf(text).some((name) => Object.hasOwn(devDependencies, name)))).toEqual(
    [],
  );
});

test("every file has a name in kebab case", () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/;
  expect(everything.filter((file) => !kebab.test(path.basename(file)))).toEqual([]);
});
