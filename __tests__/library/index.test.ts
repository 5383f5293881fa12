import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { readSettings } from "../../stacks/settings/settings";
import { SETTINGS_OF_STACKS } from "../../stacks/settings/settings-of";
import { settingsTable } from "../../stacks/settings/settings-table";
import type { Variable } from "../../stacks/variables/variable";
import { nodeVariables } from "../../stacks/variables/variables";
import { prose } from "../support/markdown";

const ROOT = path.resolve(__dirname, "../..");
const REFERENCE = path.join(ROOT, "docs", "library-reference.md");
const readJson = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));

/** What is said of the properties of a fleet, from where the settings and the variables have it. */
function descriptions(): Record<string, string> {
  const ofStacks: readonly string[] = SETTINGS_OF_STACKS;
  const settings = Object.entries(settingsTable)
    .filter(([key]) => !ofStacks.includes(key))
    .map(([key, { meaning }]) => [key, `${prose(meaning)} [More](settings.md#${key.toLowerCase()}).`]);
  const variables = Object.entries<Variable>(nodeVariables(readSettings(new App({ outdir: "/nonexistent" }), {}))).map(
    ([key, { description, name }]) => [key, `${prose(description)} [More](variables.md#${name}).`],
  );
  return Object.fromEntries([...settings, ...variables]);
}

test("the reference tells what the code and its TSDoc tell", () => {
  const { status, stderr, stdout } = spawnSync("node", [path.join(ROOT, "__tests__/support/library-reference.mjs")], {
    input: JSON.stringify(descriptions()),
    encoding: "utf8",
    timeout: 200_000,
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const reference = `# Reference of the library\n\nWritten by \`npm run golden\` from the TSDoc of [\`library/index.ts\`](../library/index.ts), the settings and the variables.\n\n${stdout}`;
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(REFERENCE, reference);
  }
  expect(existsSync(REFERENCE)).toBe(true);
  expect(readFileSync(REFERENCE, "utf8")).toBe(reference);
});

test("the package has the project's version and license, and accepts from the versions on that the project is checked with", () => {
  const project = readJson("package.json");
  const library = readJson("library/package.json");
  expect(library).toMatchObject({ version: project.version, license: project.license, engines: project.engines });
  const wanted = { ...library.dependencies, ...library.peerDependencies };
  expect(wanted).toEqual(
    Object.fromEntries(Object.keys(wanted).map((name) => [name, `^${project.dependencies[name]}`])),
  );
  expect(Object.keys(library.peerDependencies).sort()).toEqual([
    "@cdktf/provider-aws",
    "@cdktf/provider-docker",
    "cdktf",
    "constructs",
  ]);
});

test("the package depends on what its files import, and on nothing else", () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file)) {
      return;
    }
    seen.add(file);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/(?:from|require\(|import\() ?"([^"]+)"/g)) {
      if (name.startsWith(".")) {
        const target = path.join(path.dirname(file), name);
        // The package has what it makes: the monitor as one file.
        if (target !== path.join(ROOT, "monitor", "bundle") && existsSync(`${target}.ts`)) {
          follow(`${target}.ts`);
        }
      } else if (!name.startsWith("node:")) {
        packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] as string);
      }
    }
  };
  follow(path.join(ROOT, "library", "index.ts"));
  const { dependencies, peerDependencies } = readJson("library/package.json");
  expect(seen.size).toBeGreaterThan(50);
  expect([...packages].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

test("the documents have the example as it is tested", () => {
  const example = readFileSync(path.join(ROOT, "library/example/main.ts"), "utf8");
  expect(readFileSync(path.join(ROOT, "docs/library.md"), "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);
  expect(readFileSync(path.join(ROOT, "library/README.md"), "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);
});
