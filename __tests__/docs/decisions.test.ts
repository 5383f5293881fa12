import { markdownFiles, type Page, readPage } from "./support/markdown";

const FOLDER = "docs/decisions";
const FILE = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/;
const HEADER = /^Date: (\d{4}-\d\d-\d\d)\. Status: ((?:Accepted|Proposed)\b.*)\.$/;
const INDEX_ROW = /^\| \[(\d+)\]\(([^)]+)\) \| (.+?) \| (\S+) \| (.+) \|$/;
const GONE_ROW = /^\| (\d+) \| .+ \| (?:\[\d+\]\([^)]+\)|dropped: .+) \|$/;
const SECTIONS = ["Context", "Decision", "Consequences"];

const index = readPage(`${FOLDER}/README.md`);
const decisions = markdownFiles(FOLDER)
  .filter((file) => file !== index.file)
  .map(readPage);

test("each decision has its number, a title, a date and a status", () => {
  expect(decisions.length).toBeGreaterThan(20);
  expect(decisions.filter((page) => headOf(page) === undefined).map(({ file }) => file)).toEqual([]);
});

test("each decision says why, what, and what follows", () => {
  const sections = ({ headings }: Page) => headings.filter(({ level }) => level === 2).map(({ text }) => text);
  const lacking = decisions.filter((page) => !SECTIONS.every((title) => sections(page).includes(title)));
  expect(lacking.map(({ file }) => file)).toEqual([]);
});

test("the index has a line for each decision, with its title, date and status, in their order", () => {
  const rows = index.prose.flatMap((line) => {
    const [, number, file, title, date, status] = INDEX_ROW.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), file: `${FOLDER}/${file}`, title, date, status }];
  });
  expect(rows).toEqual(decisions.map((page) => ({ file: page.file, ...headOf(page) })));
});

test("each number is a decision or is listed with where it went, and none is both", () => {
  const gone = index.prose.flatMap((line) => GONE_ROW.exec(line)?.[1] ?? []).map(Number);
  const numbers = [...decisions.map((page) => Number(headOf(page)?.number)), ...gone].sort((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
});

test("a decision that a text names by its number is there", () => {
  const there = new Set(decisions.map((page) => Number(headOf(page)?.number)));
  const named = markdownFiles().flatMap((file) =>
    [
      ...readPage(file)
        .prose.join(" ")
        .matchAll(/\bdecisions? (\d+)/gi),
    ].map(([, number]) => ({
      file,
      number: Number(number),
    })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ number }) => !there.has(number))).toEqual([]);
});

function headOf({ file, lines }: Page) {
  const number = Number(FILE.exec(file)?.[1]);
  const [, heading, title] = /^# (\d+)\. (.+)$/.exec(lines[0] as string) ?? [];
  const [, date, status] = HEADER.exec(lines[2] as string) ?? [];
  return Number(heading) === number && date !== undefined ? { number, title, date, status } : undefined;
}
