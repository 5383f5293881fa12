import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogueTable, goldenTable } from "../support/client-tables";

const README = path.resolve(__dirname, "../../README.md");
const GOLDEN = path.join(__dirname, "clients.md");
const SECTION = /(<!-- catalogue: written by `npm run golden` -->\n)[\s\S]*?(\n<!-- end of catalogue -->)/;
const isUpdate = process.env.UPDATE_GOLDEN === "1";

test("every pair of clients synthesizes as reviewed", () => {
  const now = `${goldenTable()}\n`;
  if (isUpdate) {
    writeFileSync(GOLDEN, now);
  }
  expect(existsSync(GOLDEN)).toBe(true);
  expect(now).toBe(readFileSync(GOLDEN, "utf8"));
});

test("README has the catalogue as the profiles have it", () => {
  if (isUpdate) {
    writeFileSync(README, readFileSync(README, "utf8").replace(SECTION, `$1${catalogueTable()}$2`));
  }
  expect(SECTION.exec(readFileSync(README, "utf8"))?.[0]).toContain(catalogueTable());
});
