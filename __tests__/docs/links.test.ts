import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { anchorsOf, markdownFiles, type Page, PROJECT_ROOT, parsePage, readPage } from "./support/markdown";

const ELSEWHERE = /^(https?|mailto):/;

const pages = markdownFiles().map(readPage);

test("every link between the documents leads to a file that is there, and to a heading in it", () => {
  expect(pages.length).toBeGreaterThan(40);
  expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(100);
  expect(pages.flatMap((page) => lostLinks(page).map((link) => `${page.file}: ${link}`))).toEqual([]);
});

test.each([
  ["a file that is not there", "[a](no-such-file.md)", ["no-such-file.md"]],
  ["a heading that is not there", "# One\n[a](#two)", ["#two"]],
  ["a heading that another file lacks", "[a](README.md#no-such-heading)", ["README.md#no-such-heading"]],
  ["a link that is broken between two lines", "see [a\nb](no-such-file.md)", ["no-such-file.md"]],
  ["a picture that is not there", "![a](no-such-picture.svg)", ["no-such-picture.svg"]],
])("finds %s", (_, markdown, lost) => {
  expect(lostLinks(parsePage("page.md", markdown))).toEqual(lost);
});

test("takes headings as GitHub names them, and no code for a heading or a link", () => {
  const page = parsePage(
    "page.md",
    "# A `b`, c: d-e!\n## Same\n## Same\n```sh\n# no heading\n[a](no-such-file.md)\n```\n`[a](no-such-file.md)`",
  );
  expect(anchorsOf(page)).toEqual(["a-b-c-d-e", "same", "same-1"]);
  expect(lostLinks(page)).toEqual([]);
});

function lostLinks(page: Page): string[] {
  return page.links.filter((link) => !ELSEWHERE.test(link) && !leadsSomewhere(page, link));
}

function leadsSomewhere(page: Page, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page.file : path.join(path.dirname(page.file), file);
  if (anchor === undefined) {
    return existsSync(path.join(PROJECT_ROOT, target));
  }
  const other = file === "" ? page : readOrNone(target);
  return other !== undefined && anchorsOf(other).includes(anchor);
}

function readOrNone(file: string): Page | undefined {
  const stats = statSync(path.join(PROJECT_ROOT, file), { throwIfNoEntry: false });
  return stats?.isFile() ? readPage(file) : undefined;
}
