import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alarmTable } from "../support/alarms";
import { catalogueTable, commandLines, pairTable } from "../support/client-tables";
import { costTable } from "../support/costs";
import { dashboardDrawing } from "../support/dashboard-drawing";
import { engineTable } from "../support/engines-that-ran";
import { settingsDocument } from "../support/settings-document";
import {
  deliveryVariablesDocument,
  nodeVariablesDocument,
  stateVariablesDocument,
} from "../support/variables-document";

const ROOT = path.resolve(__dirname, "../..");

/** What the documents tell of the code, written by `npm run golden`: file, name of the section, what it holds now. */
const SECTIONS: [string, string, () => string][] = [
  ["README.md", "costs", costTable],
  ["docs/alarms.md", "alarms", alarmTable],
  ["docs/settings.md", "settings", settingsDocument],
  ["docs/variables.md", "variables of the nodes", nodeVariablesDocument],
  ["docs/variables.md", "variables of the state", stateVariablesDocument],
  ["docs/variables.md", "variables of the delivery", deliveryVariablesDocument],
  ["docs/clients.md", "catalogue", catalogueTable],
  ["docs/clients.md", "pairs", pairTable],
  ["docs/clients.md", "command lines", commandLines],
  ["docs/engines.md", "engines", engineTable],
];

test.each(SECTIONS)("%s has the %s as the code has them", (document, name, now) => {
  const file = path.join(ROOT, document);
  const begin = `<!-- ${name}: written by \`npm run golden\` -->\n`;
  const end = `\n<!-- end of ${name} -->`;
  const [before = "", rest = ""] = readFileSync(file, "utf8").split(begin);
  const [written, after] = rest.split(end);
  expect(after).toBeDefined();
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, [before, begin, now(), end, after].join(""));
  } else {
    expect(written).toBe(now());
  }
});

test("docs/dashboard.svg is the layout of the dashboard as the code has it", () => {
  const file = path.join(ROOT, "docs/dashboard.svg");
  if (process.env.UPDATE_GOLDEN === "1") {
    writeFileSync(file, dashboardDrawing());
  }
  expect(readFileSync(file, "utf8")).toBe(dashboardDrawing());
});

test("every link from README and documents leads to a file, and to a heading in it", () => {
  const documents = readdirSync(path.join(ROOT, "docs")).filter((file) => file.endsWith(".md"));
  const dead = ["README.md", ...documents.map((file) => `docs/${file}`)].flatMap((document) =>
    [...readFileSync(path.join(ROOT, document), "utf8").matchAll(/\]\((?!https:)([^)#]*)#?([^)]*)\)/g)]
      .filter(([, target = "", heading = ""]) => {
        const file = target === "" ? path.join(ROOT, document) : path.resolve(ROOT, path.dirname(document), target);
        return !existsSync(file) || (heading !== "" && !headings(file).includes(heading));
      })
      .map(([link]) => `${document}: ${link}`),
  );
  expect(dead).toEqual([]);
});

/** As a link names them. */
function headings(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}
