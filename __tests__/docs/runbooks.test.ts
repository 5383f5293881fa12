import { readBlocks } from "../rehearsal/support/runbook";
import { alarmsOf } from "../support/alarms";
import { synthesize } from "../support/synthesize";
import { anchorsOf, markdownFiles, readPage, sectionOf } from "./support/markdown";

const FOLDER = "docs/runbooks";
const SECTIONS = ["Symptom", "Danger", "Steps", "How to know it worked"];

const pages = markdownFiles(FOLDER).map(readPage);
const index = readPage(`${FOLDER}/README.md`);
const runbooks = pages.filter(({ file }) => file !== index.file);

test("each runbook has the same sections, in the order in which an operator needs them, none empty", () => {
  expect(runbooks.length).toBeGreaterThan(9);
  const found = runbooks.map((page) => ({
    file: page.file,
    sections: page.headings.filter(({ level }) => level === 2).map(({ text }) => text),
    empty: SECTIONS.filter((title) => sectionOf(page, title).trim() === ""),
  }));
  expect(found).toEqual(runbooks.map(({ file }) => ({ file, sections: SECTIONS, empty: [] })));
});

test("each runbook has commands among its steps", () => {
  expect(runbooks.filter((page) => !/^ *```sh$/m.test(sectionOf(page, "Steps"))).map(({ file }) => file)).toEqual([]);
});

test("behind each block of commands stands what is expected of them", () => {
  const blocks = pages.flatMap((page) =>
    readBlocks(page.file.slice(FOLDER.length + 1)).map(({ line }) => ({ page, line })),
  );
  expect(blocks.length).toBeGreaterThan(50);
  const silent = blocks.filter(({ page, line }) => {
    const end = page.lines.findIndex((text, at) => at >= line && /^\s*```$/.test(text));
    const next = page.lines.slice(end + 1).find((text) => text.trim() !== "");
    return !next?.trim().startsWith("Expected: ");
  });
  expect(silent.map(({ page, line }) => `${page.file}:${line}`)).toEqual([]);
});

test("the index leads to each runbook, and names each alarm", () => {
  expect([...new Set(index.links)].map((link) => link.replace(/#.*/, ""))).toEqual(
    expect.arrayContaining(runbooks.map(({ file }) => file.slice(FOLDER.length + 1))),
  );
  const names = alarms().map(({ alarm_name }) =>
    alarm_name.replace("mainnet-parity", "<name>").replace("node-0", "<node>"),
  );
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => !index.lines.some((line) => line.includes(`\`${name}\``)))).toEqual([]);
});

test("what an alarm names is a runbook, and a heading in it", () => {
  const named = alarms().flatMap(({ alarm_description }) => [
    ...alarm_description.matchAll(/(docs\/runbooks\/[\w-]+\.md)(?:, "([^"]+)")?/g),
  ]);
  expect(named.length).toBeGreaterThan(1);
  const lost = named.filter(([, file, heading]) => {
    const page = pages.find((other) => other.file === file);
    return page === undefined || (heading !== undefined && !page.headings.some(({ text }) => text === heading));
  });
  expect(lost.map(([words]) => words)).toEqual([]);
});

test("every alarm says in one sentence what happened, and names its runbook", () => {
  const strange = alarms().filter(
    ({ alarm_description }) =>
      !/^[A-Za-z][^.]*[:,] docs\/runbooks\/[\w-]+\.md(, "[^"]+")?$/.test(withoutTokens(alarm_description)),
  );
  expect(strange.map(({ alarm_description }) => alarm_description)).toEqual([]);
});

test("no two headings of a runbook have one name, so that a link leads to one of them", () => {
  expect(
    runbooks.filter((page) => anchorsOf(page).some((anchor) => /-1$/.test(anchor))).map(({ file }) => file),
  ).toEqual([]);
});

function alarms() {
  return alarmsOf(synthesize().node);
}

/** Without the dots of Terraform's references. */
function withoutTokens(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "it");
}
