import { version } from "../../package.json";
import { readPage } from "./support/markdown";

test("the changelog begins with what is not released, and then has the version of the package", () => {
  const [unreleased, newest] = readPage("CHANGELOG.md")
    .headings.filter(({ level }) => level === 2)
    .map(({ text }) => text);
  expect(unreleased).toBe("[Unreleased]");
  expect(newest).toMatch(new RegExp(`^\\[${version}\\] - \\d{4}-\\d\\d-\\d\\d$`));
});
