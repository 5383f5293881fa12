// Prints the reference of the library as Markdown. In: a JSON object of what is to be said of properties without a TSDoc comment.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Application, Comment, ReflectionKind } from "typedoc";

const descriptions = JSON.parse(readFileSync(0, "utf8"));
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
const out = mkdtempSync(path.join(tmpdir(), "reference-"));
try {
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    // Its default is the folder docs, which it would empty.
    out,
    entryPoints: [path.join(root, "library/index.ts")],
    tsconfig: path.join(root, "library/tsconfig.json"),
    readme: "none",
    logLevel: "Error",
    excludeExternals: true,
    excludePrivate: true,
    disableSources: true,
    outputFileStrategy: "modules",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hidePageTitle: true,
    hideGroupHeadings: true,
    useCodeBlocks: false,
    parametersFormat: "table",
    propertiesFormat: "table",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    typeDeclarationFormat: "table",
    tableColumnSettings: { hideInherited: true, hideOverrides: true, hideModifiers: true, hideSources: true },
  });
  const project = await app.convert();
  for (const property of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (property.comment === undefined && Object.hasOwn(descriptions, property.name)) {
      property.comment = new Comment([{ kind: "text", text: descriptions[property.name] }]);
    }
  }
  await app.generateOutputs(project);
  process.stdout.write(readFileSync(path.join(out, "README.md"), "utf8"));
} finally {
  rmSync(out, { recursive: true });
}
