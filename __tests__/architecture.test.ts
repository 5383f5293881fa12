import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "..");
const sources = (directory: string) =>
  readdirSync(path.join(ROOT, directory), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(directory, file))
    .sort();
const modules = sources("modules");
const everything = [
  "main.ts",
  ...modules,
  ...["stacks", "lab", "bench", "pins", "publish", "preflight", "plan", "review", "cost", "__tests__"].flatMap(sources),
];
const code = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

test.each(everything)("%s imports single resources, never a whole provider", (file) => {
  expect(code(file)).not.toMatch(/(from|require\(|import\()\s*["']@cdktf\/provider-(aws|docker)(\/lib(\/index)?)?["']/);
});

test.each(modules)("%s makes no provider, backend, variable or output and reads no environment", (file) => {
  expect(code(file)).not.toMatch(/new (\w*Provider|\w*Backend|TerraformVariable|TerraformOutput|TerraformStack)\(/);
  expect(code(file)).not.toMatch(/process\.env/);
});

test.each(modules)("%s knows neither the stacks nor the lab", (file) => {
  expect(code(file)).not.toMatch(/from "(\.\.\/)+(stacks|lab)\//);
});

test.each(["main.ts", ...["stacks", "plan", "review", "cost"].flatMap(sources)])("%s does not know the lab", (file) => {
  expect(code(file)).not.toMatch(/from "(\.\.?\/)+lab\//);
});

// So that README's commands work after `npm ci --omit=dev` too.
test.each(everything.filter((file) => !file.startsWith("__tests__")))(
  "%s imports no package that is for tests only",
  (file) => {
    const { devDependencies } = JSON.parse(code("package.json"));
    const packages = [...code(file).matchAll(/(?:from|import\() ?"((?:@[^/"]+\/)?[^./"][^/"]*)/g)].map(
      ([, name]) => name,
    );
    expect(packages.filter((name) => Object.hasOwn(devDependencies, name as string))).toEqual([]);
  },
);

test.each(everything)("%s has a name in kebab case", (file) => {
  expect(path.basename(file)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/);
});
